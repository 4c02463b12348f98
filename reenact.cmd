@echo off
rem The reenact command line for Windows: what the script "reenact" is for Linux and macOS. Untested.
rem
rem Needs a JDK of version 17 or newer (JAVA_HOME, or java on the PATH) and the landmark model:
rem REENACT_DLIB_LANDMARKS, or the file under .reenact that the message below names. There is no
rem native library for Windows: the landmark detector is the one in plain Java.
rem
rem Exit status: 4 if something is missing, 5 if the build failed, otherwise that of the program.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "STATE=%ROOT%.reenact"
set "JAR=%ROOT%examples\cli\target\reenact-cli.jar"
set "CLASSPATH_FILE=%ROOT%examples\cli\target\classpath.txt"
set "MODEL=shape_predictor_68_face_landmarks.dat"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo reenact: no Java was found: install a JDK of version 17 or newer and set JAVA_HOME 1>&2
  exit /b 4
)

if not exist "%STATE%" mkdir "%STATE%"
if /i "%~1"=="test" goto test
if /i "%~1"=="cluster" (
  echo reenact: cluster is not supported on Windows 1>&2
  exit /b 2
)

rem Maven itself finds out what changed: built once, the program is built again on "reenact.cmd build".
if /i "%~1"=="build" goto build
if exist "%JAR%" if exist "%CLASSPATH_FILE%" goto run
:build
echo reenact: building; the first time downloads libraries and takes some minutes 1>&2
call "%ROOT%mvnw.cmd" -f "%ROOT%pom.xml" -B -q -ntp -DskipTests "-Dspotless.check.skip=true" -pl examples/cli -am package >"%STATE%\build.log" 2>&1
if errorlevel 1 (
  type "%STATE%\build.log" 1>&2
  echo reenact: the build failed; its whole output is in %STATE%\build.log 1>&2
  exit /b 5
)
if /i "%~1"=="build" exit /b 0

:run
call :find_model
set "NEEDS_MODEL="
for %%C in (demo animate landmarks prepare) do if /i "%~1"=="%%C" set "NEEDS_MODEL=1"
if /i "%~1 %~2"=="evaluate portrait" set "NEEDS_MODEL=1"
if /i "%~1 %~2"=="train gaze" set "NEEDS_MODEL=1"
for %%A in (%*) do (
  if /i "%%~A"=="--landmark-model" set "NEEDS_MODEL="
  if /i "%%~A"=="--help" set "NEEDS_MODEL="
  if /i "%%~A"=="-h" set "NEEDS_MODEL="
)
if defined NEEDS_MODEL if not defined REENACT_DLIB_LANDMARKS goto no_model
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=2"

rem The class path is longer than a command line may be: Java reads it from a file.
set "ARGUMENTS=%STATE%\java.args"
setlocal EnableDelayedExpansion
(
  for /f "usebackq delims=" %%L in ("%CLASSPATH_FILE%") do (
    set "LINE=%JAR%;%%L"
    echo -cp
    echo "!LINE:\=/!"
  )
) >"%ARGUMENTS%"
endlocal
"%JAVA%" -Djava.awt.headless=true %REENACT_JAVA_OPTS% "@%ARGUMENTS%" io.github.reenact.cli.Main %*
exit /b %ERRORLEVEL%

:test
call :find_model
if not defined REENACT_DLIB_LANDMARKS goto no_model
call "%ROOT%mvnw.cmd" -f "%ROOT%pom.xml" -B -ntp -fae verify %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

:find_model
if defined REENACT_DLIB_LANDMARKS exit /b 0
if exist "%STATE%\%MODEL%.bz2" set "REENACT_DLIB_LANDMARKS=%STATE%\%MODEL%.bz2"
if exist "%STATE%\%MODEL%" set "REENACT_DLIB_LANDMARKS=%STATE%\%MODEL%"
exit /b 0

:no_model
echo reenact: the landmark model of dlib is missing (its training data excludes commercial use); 1>&2
echo reenact: download it (64 MB; its SHA-256 is 1>&2
echo reenact: 7d6637b8f34ddb0c1363e09a4628acb34314019ec3566fd66b80c04dda6980f5): 1>&2
echo   curl -o "%STATE%\%MODEL%.bz2" http://dlib.net/files/%MODEL%.bz2 1>&2
echo   certutil -hashfile "%STATE%\%MODEL%.bz2" SHA256 1>&2
echo reenact: or set REENACT_DLIB_LANDMARKS to the file, plain or packed by bzip2 1>&2
exit /b 4
