-- The login of the running application: it reads and writes rows, and can neither change a table, drop a guard of the
-- books nor see another database. Run again after every migration and after a restore; harmless to repeat.
-- sqlcmd -v APP_PASSWORD="…" -i login.sql, as an administrator of the server.
SET NOCOUNT ON;

IF SUSER_ID(N'charity_app') IS NULL
    CREATE LOGIN charity_app WITH PASSWORD = N'$(APP_PASSWORD)', CHECK_POLICY = ON, DEFAULT_DATABASE = charity;
ELSE
    ALTER LOGIN charity_app WITH PASSWORD = N'$(APP_PASSWORD)', DEFAULT_DATABASE = charity;
GO

USE charity;
GO

IF USER_ID(N'charity_app') IS NULL
    CREATE USER charity_app FOR LOGIN charity_app;
ELSE
    -- After a restore on another server the user is there and knows another login.
    ALTER USER charity_app WITH LOGIN = charity_app;

ALTER ROLE db_datareader ADD MEMBER charity_app;
ALTER ROLE db_datawriter ADD MEMBER charity_app;
-- Health looks whether the triggers that guard the books stand and say what they should.
GRANT VIEW DEFINITION TO charity_app;
GO
