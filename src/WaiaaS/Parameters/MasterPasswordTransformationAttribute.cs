using System;
using System.Management.Automation;
using System.Security;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes a secure string, and a mark for anything else, which the cmdlet refuses: PowerShell's own error would show what
/// was passed. Text is refused too, since a line that holds the password stays in histories and logs.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MasterPasswordTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        return ObjectMembers.Unwrap(inputData) as SecureString ?? new SecureString();
    }
}
