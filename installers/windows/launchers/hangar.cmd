@echo off
rem Hangar's command line: isolated from the variables and the folder of whoever calls it.
"%~dp0..\python\python.exe" -I -B "%~dp0start.py" command %*
