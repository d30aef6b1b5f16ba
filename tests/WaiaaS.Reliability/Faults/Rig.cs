using System.Text.RegularExpressions;

namespace WaiaaS.Reliability.Faults;

/// <summary>A shell under strace, which can disturb a cmdlet at one call of its plan.</summary>
/// <param name="prepared">Is called when such a directory is as it has to be before the cmdlet.</param>
internal sealed partial class Rig(Shell shell, Func<string> newDirectory, Action? prepared = null)
{
    private const int WarmUps = 3;

    // The process' own background threads make a call of the same number now and then, the more so on a busy machine,
    // and the runtime comes to make more or fewer calls before the cmdlet's own.
    private const int Tries = 100;

    // strace may lose a SIGCONT that comes while it is busy.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const int MostBeats = 60;

    /// <summary>Runs a scenario undisturbed until two runs agree, and gives their calls in their order.</summary>
    public IReadOnlyList<SystemCall> Record(Scenario scenario)
    {
        for (int i = 0; i < WarmUps; i++)
            RunOnce(scenario);
        IReadOnlyList<SystemCall> last = [];
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (Trial trial, IReadOnlyList<string> trace) = Disturb(scenario, [], null);
            if (!trial.Answer.Succeeded)
                throw new InvalidOperationException($"{scenario.Name}, undisturbed: {trial.Answer.Message}");
            IReadOnlyList<SystemCall> calls = CallTrace.Parse(trace, trial.Directory, scenario.Purpose);
            if (calls.SequenceEqual(last))
                return calls;
            last = calls;
        }

        throw new InvalidOperationException($"{scenario.Name}: no two runs made the same calls.");
    }

    public Trial Run(Scenario scenario, params string[] injections) => Disturb(scenario, injections, null).Trial;

    public void RunOnce(Scenario scenario) => shell.Run(Trial.Prepare(scenario, newDirectory()).Command);

    /// <summary>Runs a scenario while strace disturbs one call of its plan, as often as it takes to meet that call alone.</summary>
    /// <param name="whileStopped">Where the signal is SIGSTOP: what to do before the cmdlet may go on.</param>
    public Trial At(
        Scenario scenario, IReadOnlyList<SystemCall> plan, int index, string what, Action? whileStopped = null, Action? afterwards = null)
    {
        SystemCall call = plan[index];
        for (int attempt = 1; ; attempt++)
        {
            (Trial trial, IReadOnlyList<string> trace) = Disturb(scenario, [call.With(what)], whileStopped);
            afterwards?.Invoke();
            bool hit = trial.Hit && (whileStopped is null
                ? CallTrace.IsOnlyDisturbedAt(trace, trial.Directory, scenario.Purpose, plan, index, call.Nth)
                : CallTrace.IsStoppedAt(trace, trial.Directory, plan, index, call.Nth));
            if (hit || attempt == Tries)
                return trial with { Hit = hit };
            call = CallTrace.SameCallIn(trace, trial.Directory, scenario.Purpose, plan, index) ?? call;
        }
    }

    private (Trial Trial, IReadOnlyList<string> Trace) Disturb(Scenario scenario, string[] injections, Action? whileStopped)
    {
        Trial trial = Trial.Prepare(scenario, newDirectory());
        prepared?.Invoke();
        using Tracer tracer = Tracer.Attach(shell.Id, injections);
        Task<Answer?> running = shell.Begin(trial.Command);
        bool stopped = whileStopped is null || Stands(tracer, running);
        if (stopped)
            whileStopped?.Invoke();

        // Only then: a signal makes calls of its own.
        for (int beat = 0; whileStopped is not null && !running.IsCompleted && beat < MostBeats; beat++)
        {
            Native.Signal(shell.Id, Native.SigCont);
            running.Wait(Beat);
        }

        Answer answer = Shell.Await(running, $"{scenario.Name}, {string.Join(' ', injections)}");
        return (trial with { Answer = answer, Hit = stopped }, tracer.Detach());
    }

    // Until all threads stand still, some of which may end before they do; false where the command came to its end instead.
    private bool Stands(Tracer tracer, Task<Answer?> running)
    {
        var standing = new HashSet<string>();
        return tracer.WaitFor(
            line =>
            {
                if (Stopped().Match(line) is { Success: true } match)
                    standing.Add(match.Groups[1].Value);
                return standing.Count > 0 && Directory.GetDirectories($"/proc/{shell.Id}/task").All(task => standing.Contains(Path.GetFileName(task)));
            },
            () => running.IsCompleted);
    }

    [GeneratedRegex(@"^\[pid +(\d+)\] --- stopped by SIGSTOP")]
    private static partial Regex Stopped();
}
