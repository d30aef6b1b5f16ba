namespace WaiaaS.Reliability.Faults;

/// <summary>The ways in which containers are given a token.</summary>
internal sealed class Containers : IAttack
{
    public string Title => "Containers";

    public string About => """
        A write where a container is given the token: the file itself mounted, which cannot be replaced and must be told so,
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
        (string outside, string old) = Prepared(scratch);
        (string inside, _) = Prepared(scratch);
        using var mount = new Mount(Scenario.Overwrite.TokenPath(inside), "--bind", Scenario.Overwrite.TokenPath(outside));
        situation.Write("the token file itself is mounted", inside, old, "TokenFileIsMountPoint");
    }

    private static void BoundDirectory(Scratch scratch, Situation situation)
    {
        (string outside, string old) = Prepared(scratch);
        string inside = scratch.NewDirectory();
        using var mount = new Mount(inside, "--bind", outside);
        situation.Write("its directory is mounted", inside, old);
    }

    private static void Overlay(Scratch scratch, Situation situation, Report report)
    {
        (string lower, string old) = Prepared(scratch);
        string merged = scratch.NewDirectory();
        try
        {
            using var mount = new Mount(
                merged, "-t", "overlay", "-o", $"lowerdir={lower},upperdir={scratch.NewDirectory()},workdir={scratch.NewDirectory()}", "overlay");
            situation.Write("overlay, the old token in the image", merged, old);
            situation.Write("overlay, once more", merged, old);
        }
        catch (InvalidOperationException failure)
        {
            report.Skip("overlay", "cannot be mounted here (" + failure.Message.Split('\n')[0] + ")");
            return;
        }

        report.Check(TokenFile.ContentOf(Scenario.Overwrite.TokenPath(lower)) == old ? null : "overlay: the image was changed");
    }

    private static (string Directory, string Old) Prepared(Scratch scratch)
    {
        string directory = scratch.NewDirectory();
        string old = SignedToken.New();
        Scenario.Overwrite.Prepare(directory, old);
        return (directory, old);
    }
}
