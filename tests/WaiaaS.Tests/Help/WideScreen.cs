using System;
using System.Management.Automation.Host;

namespace WaiaaS.Tests.Help;

/// <summary>A screen on which no path is cut, however long the directory of a test is.</summary>
internal sealed class WideScreen : PSHostRawUserInterface
{
    private static readonly Size Wide = new(400, 50);

    public override ConsoleColor ForegroundColor { get; set; }

    public override ConsoleColor BackgroundColor { get; set; }

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; }

    public override string WindowTitle { get; set; } = string.Empty;

    public override bool KeyAvailable => false;

    public override Size BufferSize { get; set; } = Wide;

    public override Size WindowSize { get; set; } = Wide;

    public override Size MaxWindowSize => Wide;

    public override Size MaxPhysicalWindowSize => Wide;

    public override void FlushInputBuffer()
    {
    }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotSupportedException();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();
}
