using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>
/// What the tag of a reparse point makes of a file ([MS-FSCC] 2.1.2.1). A name surrogate represents another file: symbolic
/// links, junctions, mount points. Others are ordinary files that a file system filter provides, such as those of cloud storage
/// or deduplicated ones.
/// </summary>
internal static unsafe class ReparseTag
{
    // minwinbase.h, FILE_INFO_BY_HANDLE_CLASS; winbase.h, FILE_ATTRIBUTE_TAG_INFO: the attributes, then the tag.
    private const int FileAttributeTagInfo = 9;

    // winnt.h, IsReparseTagNameSurrogate.
    private const uint NameSurrogate = 0x20000000;

    private const uint IO_REPARSE_TAG_AF_UNIX = 0x80000023;
    private const uint IO_REPARSE_TAG_LX_FIFO = 0x80000024;
    private const uint IO_REPARSE_TAG_LX_CHR = 0x80000025;
    private const uint IO_REPARSE_TAG_LX_BLK = 0x80000026;

    /// <summary>The tag of an opened reparse point; one of a name surrogate where it cannot be asked.</summary>
    public static uint Of(SafeFileHandle handle)
    {
        uint* information = stackalloc uint[2];
        return Kernel32.GetFileInformationByHandleEx(handle, FileAttributeTagInfo, (byte*)information, 2 * sizeof(uint)) ? information[1] : NameSurrogate;
    }

    /// <summary>The type of what is no ordinary file or directory; null for an ordinary one.</summary>
    public static FileType? SpecialType(uint tag) => tag switch
    {
        IO_REPARSE_TAG_AF_UNIX => FileType.Socket,
        IO_REPARSE_TAG_LX_FIFO => FileType.Fifo,
        IO_REPARSE_TAG_LX_CHR or IO_REPARSE_TAG_LX_BLK => FileType.Device,
        _ => (tag & NameSurrogate) != 0 ? FileType.SymbolicLink : null,
    };
}
