# Asks a daemon what tests/WaiaaS.FakeDaemon/contract.json says, and compares the answers. Dot-source it after TestToken.ps1.
if (-not ('System.Net.Http.HttpClient' -as [type])) { Add-Type -AssemblyName System.Net.Http }

function Get-DaemonContract {
    $file = Join-Path (Join-Path (Split-Path -Parent $PSScriptRoot) 'WaiaaS.FakeDaemon') 'contract.json'
    (ConvertFrom-Json (Get-FileText $file)).steps
}

# One client for all steps: the daemon keeps its connections alive.
function New-ContractClient([uri] $Address, [string] $Master, [hashtable] $Values) {
    $handler = [Net.Http.HttpClientHandler]::new()
    $handler.UseProxy = $handler.AllowAutoRedirect = $false
    $client = [Net.Http.HttpClient]::new($handler)
    $client.BaseAddress = $Address
    [pscustomobject]@{ Http = $client; Master = $Master; Values = $Values }
}

function Expand-ContractText([string] $Text, [hashtable] $Values) {
    [regex]::Replace($Text, '\{(\w+)\}', { $Values[$args[0].Groups[1].Value] })
}

function Invoke-ContractStep([object] $Client, [object] $Step) {
    $method, $path = (Expand-ContractText $Step.request $Client.Values) -split ' '
    $request = [Net.Http.HttpRequestMessage]::new([Net.Http.HttpMethod]::new($method), $path)
    switch ($Step.as) {
        'master' { $request.Headers.Add('X-Master-Password', $Client.Master) }
        'nobody' { $request.Headers.Add('X-Master-Password', 'not it') }
        'stranger' { $request.Headers.Add('Authorization', "Bearer $(New-TestToken)") }
        { $_ -like '{*}' } { $request.Headers.Add('Authorization', "Bearer $(Expand-ContractText $_ $Client.Values)") }
    }
    if ($Step.host) { $request.Headers.Host = $Step.host }
    if ($Step.body) {
        $json = Expand-ContractText (ConvertTo-Json $Step.body -Compress) $Client.Values
        $request.Content = [Net.Http.StringContent]::new($json, [Text.Encoding]::UTF8, 'application/json')
    }
    $response = $Client.Http.SendAsync($request).GetAwaiter().GetResult()
    [pscustomobject]@{
        Status  = [int]$response.StatusCode
        Type    = $response.Content.Headers.ContentType.MediaType
        Headers = @($response.Headers | ForEach-Object Key)
        Text    = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    }
}

# What differs between an answer and what the contract says of it, one line each.
function Compare-ContractAnswer([object] $Client, [object] $Step, [object] $Response) {
    if ($Response.Status -ne $Step.status) { "status $($Response.Status), not $($Step.status): $($Response.Text)" }
    $type = if ($Step.type) { $Step.type } else { 'application/json' }
    if ($Response.Type -ne $type) { "type $($Response.Type), not $type" }
    if ($Step.header -and $Response.Headers -notcontains $Step.header) { "no header $($Step.header)" }
    if ($type -ne 'application/json') { return }

    $answer = ConvertFrom-Json $Response.Text
    if ($Step.error) {
        $expected = [pscustomobject]@{ code = $Step.error; message = '<text>'; requestId = '<text>'; retryable = $Step.retryable; '...' = $true }
        Compare-ContractValue -Expected $expected -Actual $answer -At 'error' -Values $Client.Values
        $known = 'code', 'message', 'requestId', 'retryable', 'hint', 'details'
        $answer.PSObject.Properties.Name | Where-Object { $_ -notin $known } | ForEach-Object { "error.$_ is not known" }
        if ($Step.details -and -not $answer.details.issues) { 'error.details.issues is missing' }
    }
    elseif ($Step.answer) {
        Compare-ContractValue -Expected $Step.answer -Actual $answer -At 'answer' -Values $Client.Values
    }
}

function Compare-ContractValue([object] $Expected, [object] $Actual, [string] $At, [hashtable] $Values) {
    if ($Expected -is [array]) {
        if ($Actual -isnot [array]) { return "$At is no list" }
        # One element stands for as many as there are.
        for ($i = 0; $i -lt [Math]::Max($Actual.Count, $Expected.Count); $i++) {
            Compare-ContractValue -Expected $Expected[[Math]::Min($i, $Expected.Count - 1)] -Actual $Actual[$i] -At "$At[$i]" -Values $Values
        }
        return
    }
    if ($Expected -is [pscustomobject]) {
        if ($Actual -isnot [pscustomobject]) { return "$At is no object" }
        $names = @($Expected.PSObject.Properties.Name | Where-Object { $_ -ne '...' })
        $there = @($Actual.PSObject.Properties.Name)
        $names | Where-Object { $_ -cnotin $there } | ForEach-Object { "$At.$_ is missing" }
        if (-not $Expected.'...') { $there | Where-Object { $_ -cnotin $names } | ForEach-Object { "$At.$_ is not known" } }
        $names | Where-Object { $_ -cin $there } | ForEach-Object { Compare-ContractValue -Expected $Expected.$_ -Actual $Actual.$_ -At "$At.$_" -Values $Values }
        return
    }
    $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    $isMet = switch -Exact ($Expected) {
        '<uuid>' { $Actual -match '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
        '<text>' { $Actual -is [string] -and $Actual.Length -gt 0 }
        '<number>' { $Actual -is [int] -or $Actual -is [long] }
        # In seconds, and within a year or so.
        '<time>' { ($Actual -is [int] -or $Actual -is [long]) -and [Math]::Abs($Actual - $now) -lt 40000000 }
        '<token>' { $Actual -match '^wai_sess_[\w-]+\.[\w-]+\.[\w-]{43}$' -and (Get-ContractClaim $Actual).exp -is [ValueType] }
        '<token without exp>' { $Actual -match '^wai_sess_[\w-]+\.[\w-]+\.[\w-]{43}$' -and -not (Get-ContractClaim $Actual).PSObject.Properties['exp'] }
        '<any>' { $true }
        default { if ($Expected -is [string]) { $Actual -ceq (Expand-ContractText $Expected $Values) } else { $Actual -eq $Expected } }
    }
    if (-not $isMet) { "$At is not $(if ($null -eq $Expected) { 'null' } else { $Expected })" }
}

function Get-ContractClaim([string] $Token) {
    $payload = $Token.Split('.')[1].Replace('-', '+').Replace('_', '/')
    ConvertFrom-Json ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($payload.PadRight([Math]::Ceiling($payload.Length / 4) * 4, '='))))
}

# Keeps what later steps refer to.
function Save-ContractValue([object] $Client, [object] $Step, [object] $Response) {
    if (-not $Step.keep) { return }
    $answer = ConvertFrom-Json $Response.Text
    foreach ($property in $Step.keep.PSObject.Properties) { $Client.Values[$property.Name] = $answer.($property.Value) }
}
