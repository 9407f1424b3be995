// An entry point for "dotnet ef", which wants a program to read; compiled only with EfDesign=true.
return 0;
