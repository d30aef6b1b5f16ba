# Tokens that show by their own signature whether they are whole.
param([string] $Key)

$hmac = [Security.Cryptography.HMACSHA256]::new([Text.Encoding]::ASCII.GetBytes($Key))
function Encode([byte[]] $bytes) { [Convert]::ToBase64String($bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
function Sign([string] $text) { Encode ($hmac.ComputeHash([Text.Encoding]::ASCII.GetBytes($text))) }
$header = Encode ([Text.Encoding]::ASCII.GetBytes('{"alg":"HS256"}'))

function New-Token([int] $Filling) {
    $payload = '{"sub":"' + [Guid]::NewGuid() + '","iat":1700000000,"agent":"' + ('x' * $Filling) + '"}'
    $signed = $header + '.' + (Encode ([Text.Encoding]::ASCII.GetBytes($payload)))
    'wai_sess_' + $signed + '.' + (Sign $signed)
}

function Test-Token([string] $Token) {
    $dot = $Token.LastIndexOf('.')
    $Token.Substring($dot + 1) -ceq (Sign $Token.Substring(9, $dot - 9))
}
