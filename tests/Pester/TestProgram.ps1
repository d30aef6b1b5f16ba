# Programs with an environment of their own, nothing on their input, and all that they say.

function Start-Program([string] $Program, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new($Program)
    $start.Arguments = ($Arguments | ForEach-Object { '"' + $_.Replace('\', '\\').Replace('"', '\"') + '"' }) -join ' '
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = Use-Environment $Environment { [Diagnostics.Process]::Start($start) }
    $process.StandardInput.Close()
    [pscustomobject]@{
        Process = $process
        Output  = $process.StandardOutput.ReadToEndAsync()
        Errors  = $process.StandardError.ReadToEndAsync()
    }
}

# What came of it. It cannot outlive the test.
function Wait-Program([object] $Started) {
    try {
        if (-not $Started.Process.WaitForExit(300000)) {
            $Started.Process.Kill()
            throw 'The program did not end.'
        }
        $output = $Started.Output.GetAwaiter().GetResult().Trim()
        $errors = $Started.Errors.GetAwaiter().GetResult().Trim()
        [pscustomobject]@{ Code = $Started.Process.ExitCode; Output = $output; Errors = $errors; Warnings = @(); All = $output + $errors }
    }
    finally {
        $Started.Process.Dispose()
    }
}

function Invoke-Program([string] $Program, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    Wait-Program (Start-Program $Program $Arguments $Environment)
}
