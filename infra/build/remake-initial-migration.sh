#!/usr/bin/env bash
# Until the first release each engine has one migration, "Initial": after a change of the model, make both anew.
# Their id stays the same, so that two branches that both did so meet in one conflict, settled by running this again.
# SQL Server's is left alone, with a word, where the packages of the Production edition do not restore.
set -euo pipefail
cd "$(dirname "$0")/../.."
id=20261101000000_Initial
export EfDesign=true
dotnet tool restore >/dev/null

remake() {
  project="src/Charity.$1"
  folder="$project/Migrations"
  mkdir -p "$folder"
  rm -f "$folder"/*.cs
  dotnet ef migrations add Initial -p "$project" -s "$project" -o Migrations

  made="$(basename "$folder"/*_Initial.cs .cs)"
  mv "$folder/$made.cs" "$folder/$id.cs"
  sed "s/$made/$id/" "$folder/$made.Designer.cs" >"$folder/$id.Designer.cs"
  rm "$folder/$made.Designer.cs"
  sed -i '1s/^\xEF\xBB\xBF//' "$folder"/*.cs
}

dotnet restore src/Charity.Embedded -v q
remake Embedded

export Edition=Production
if dotnet restore src/Charity.Production -v q; then
  remake Production
else
  echo "The packages of the Production edition do not restore here: the migration of SQL Server was not remade." >&2
fi
