@echo off
rem Cardo's front door on Windows: builds what is missing, then runs it. Needs the .NET 10 SDK and Node 20.
setlocal
set "HERE=%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo cardo: dotnet is missing. Install the .NET 10 SDK, then try again. 1>&2 & exit /b 1)
where npm >nul 2>nul || (echo cardo: npm is missing. Install Node 20 or later, then try again. 1>&2 & exit /b 1)
if not exist "%HERE%web\node_modules" (pushd "%HERE%web" & call npm ci --no-audit --no-fund --loglevel=error || (popd & exit /b 1) & popd)
if not exist "%HERE%web\dist\.built" (pushd "%HERE%web" & call npm run --silent build || (popd & exit /b 1) & popd & echo. > "%HERE%web\dist\.built")
if "%1"=="test" (dotnet test "%HERE%Cardo.slnx" & exit /b)
if "%1"=="bench" (
  dotnet build "%HERE%bench\Cardo.Bench" -c Release -v q -clp:NoSummary 1>&2 || exit /b 1
  for /f "tokens=1,* delims= " %%a in ("%*") do dotnet "%HERE%bench\Cardo.Bench\bin\Release\net10.0\Cardo.Bench.dll" %%b
  exit /b
)
dotnet build "%HERE%src\Cardo" -c Release -v q -clp:NoSummary 1>&2 || exit /b 1
dotnet "%HERE%src\Cardo\bin\Release\net10.0\cardo.dll" %*
