# What the LoadCredential of systemd does: a file of root that an access list opens for the user of a service.
if (-not ('WaiaaSTest.LibC' -as [type])) {
    Add-Type -Namespace WaiaaSTest -Name LibC -MemberDefinition @'
        [DllImport("libc", SetLastError = true)] public static extern int setxattr(string path, string name, byte[] value, IntPtr size, int flags);
        [DllImport("libc", SetLastError = true)] public static extern int seteuid(uint user);
'@
}

function Grant-ToOtherUser([string] $Path, [int] $Permissions) {
    # Version 2; the owner, user 65534, the group, the mask, others.
    $entries = @(1, -1, $Permissions), @(2, 65534, $Permissions), @(4, -1, 0), @(16, -1, $Permissions), @(32, -1, 0)
    $list = [byte[]](2, 0, 0, 0)
    foreach ($entry in $entries) {
        $list += [BitConverter]::GetBytes([int16]$entry[0]) + [BitConverter]::GetBytes([int16]$entry[2]) + [BitConverter]::GetBytes([int]$entry[1])
    }
    if ([WaiaaSTest.LibC]::setxattr($Path, 'system.posix_acl_access', $list, $list.Length, 0) -ne 0) {
        throw "There are no access lists at '$Path'."
    }
}
