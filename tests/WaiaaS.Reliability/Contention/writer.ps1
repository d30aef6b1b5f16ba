# Writes new tokens until the stop file is there. Each token is signed, so that a reader can tell a whole one.
param([string] $Data, [string] $Key, [string] $Stop, [string] $Module)

Import-Module $Module

$hmac = [Security.Cryptography.HMACSHA256]::new([Text.Encoding]::ASCII.GetBytes($Key))
function Encode([byte[]] $bytes) { [Convert]::ToBase64String($bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
$header = Encode ([Text.Encoding]::ASCII.GetBytes('{"alg":"HS256"}'))
$random = [Random]::new()

[Console]::Out.WriteLine('ready')
while (-not [IO.File]::Exists($Stop)) {
    $writes = 0
    $failures = @()
    for ($i = 0; $i -lt 10; $i++) {
        $payload = '{"sub":"' + [Guid]::NewGuid() + '","iat":1700000000,"agent":"' + ('x' * $random.Next(200)) + '"}'
        $signed = $header + '.' + (Encode ([Text.Encoding]::ASCII.GetBytes($payload)))
        $token = 'wai_sess_' + $signed + '.' + (Encode ($hmac.ComputeHash([Text.Encoding]::ASCII.GetBytes($signed))))
        Set-WaiaasToken $token -DataDir $Data -ErrorVariable failed -ErrorAction SilentlyContinue
        if ($failed.Count) { $failures += $failed[0].FullyQualifiedErrorId.Split(',')[0] } else { $writes++ }
    }
    [Console]::Out.WriteLine("writes $writes")
    foreach ($failure in $failures) { [Console]::Out.WriteLine("failure $failure") }
}
