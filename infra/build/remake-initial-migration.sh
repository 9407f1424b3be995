#!/usr/bin/env bash
# Until the first release there is one SQLite migration, "Initial": after a change of the model, make it anew.
# Its id stays the same, so that two branches that both did so meet in one conflict, settled by running this again.
set -euo pipefail
cd "$(dirname "$0")/../.."
id=20261101000000_Initial
folder=src/Charity.Embedded/Migrations

export EfDesign=true
dotnet tool restore >/dev/null
rm -f "$folder"/*.cs
dotnet restore src/Charity.Embedded -v q
dotnet ef migrations add Initial -p src/Charity.Embedded -s src/Charity.Embedded -o Migrations

made="$(basename "$folder"/*_Initial.cs .cs)"
mv "$folder/$made.cs" "$folder/$id.cs"
sed "s/$made/$id/" "$folder/$made.Designer.cs" >"$folder/$id.Designer.cs"
rm "$folder/$made.Designer.cs"
sed -i '1s/^\xEF\xBB\xBF//' "$folder"/*.cs
