using System;

namespace WaiaaS.Fuzz;

/// <summary>All targets, one after the other.</summary>
internal static class Session
{
    /// <summary>Fuzzes them.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Options options)
    {
        Console.WriteLine(FormattableString.Invariant($"seed|{options.Seed}"));
        // Instrumented code that runs before has nowhere to report to.
        Coverage.Reset();
        var form = new ReferenceForm(options.Flaw);
        var claims = new ReferenceClaims(options.Flaw);
        ITarget[] targets = options.Flaw is null
            ? [new InputTarget(form), new FileTarget(form), new PayloadTarget(claims), new ReaderTarget(form, claims)]
            : [Flaws.AreOfClaims(options.Flaw) ? new PayloadTarget(claims) : new FileTarget(form)];
        bool right = true;
        foreach (ITarget target in targets)
        {
            using (target)
                right &= new Fuzzing(target, new Random(options.Seed)).Run(options.Seconds, untilFirst: options.Flaw is not null);
        }

        return right ? 0 : 1;
    }
}
