namespace WaiaaS.Reliability.Faults;

/// <summary>The ways in which containers are given a token.</summary>
internal sealed class Containers : IAttack
{
    public string Title => "Containers";

    public string About => """
        A write where a container is given the token: the file itself mounted, which cannot be replaced and must be reported,
        its directory mounted, and an overlay over an image.
        """;

    public string? Missing() => Capability.Root();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        Table table = Situation.NewTable();
        var situation = new Situation(shell, report, table);
        BoundFile(scratch, situation);
        BoundDirectory(scratch, situation);
        Overlay(scratch, situation, report);
        report.Print(table);
    }

    private static void BoundFile(Scratch scratch, Situation situation)
    {
        Trial outside = Prepared(scratch);
        Trial inside = outside with { Directory = Prepared(scratch).Directory };
        using var mount = new Mount(inside.TokenPath, "--bind", outside.TokenPath);
        situation.Write("the token file itself is mounted", inside, "TokenFileIsMountPoint");
    }

    private static void BoundDirectory(Scratch scratch, Situation situation)
    {
        Trial outside = Prepared(scratch);
        Trial inside = outside with { Directory = scratch.NewDirectory() };
        using var mount = new Mount(inside.Directory, "--bind", outside.Directory);
        situation.Write("its directory is mounted", inside);
    }

    private static void Overlay(Scratch scratch, Situation situation, Report report)
    {
        Trial lower = Prepared(scratch);
        Trial merged = lower with { Directory = scratch.NewDirectory() };
        string options = $"lowerdir={lower.Directory},upperdir={scratch.NewDirectory()},workdir={scratch.NewDirectory()}";
        try
        {
            using var mount = new Mount(merged.Directory, "-t", "overlay", "-o", options, "overlay");
            situation.Write("overlay, the old token in the image", merged);
            situation.Write("overlay, once more", merged);
        }
        catch (InvalidOperationException failure)
        {
            report.Skip("overlay", "cannot be mounted here (" + failure.Message.Split('\n')[0] + ")");
            return;
        }

        report.Check(lower.Content == lower.Old ? null : "overlay: the image was changed");
    }

    private static Trial Prepared(Scratch scratch) => Trial.Prepare(Scenario.Overwrite, scratch.NewDirectory());
}
