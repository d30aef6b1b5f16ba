using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Bench;

/// <summary>The core and the cmdlets in this process, on tmpfs, measured by BenchmarkDotNet: time and allocated bytes.</summary>
[MemoryDiagnoser]
#pragma warning disable CS1591 // BenchmarkDotNet needs public methods; their descriptions are in their attributes.
public class Allocations : IDisposable
{
    private const int Calls = 1000;

    private readonly TokenStore _store = new(new Silent(), CancellationToken.None);
    private Stage? _stage;
    private Engine? _engine;
    private TokenLocation _location = null!;

    /// <summary>Makes a directory with one token and opens a runspace with the module.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _stage = Stage.Memory("allocations");
        _location = TokenLocation.InDataDirectory(_stage.Directory, null);
        _engine = new Engine(Example.Manifest(), Example.Secure(), _stage.Directory);
        CoreWrite();
    }

    /// <summary>Removes both.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _engine?.Dispose();
        _stage?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "check a token")]
    public void Check() => Token.Parse(Example.Protected, _location.FullPath).Dispose();

    [Benchmark(Description = "check and write, in the core")]
    public void CoreWrite()
    {
        using Token token = Token.Parse(Example.Protected, _location.FullPath);
        _store.Write(_location, token, RetryPolicy.DefaultRetries);
    }

    [Benchmark(Description = "read, in the core")]
    public void CoreRead()
    {
        using Token token = _store.Read(_location);
        token.ToSecureString().Dispose();
    }

    [Benchmark(Description = "Invoke-Nothing (an empty cmdlet)", OperationsPerInvoke = Calls)]
    public void Nothing() => _engine!.Run(Engine.EmptyCommand, Calls);

    [Benchmark(Description = "Set-WaiaasToken", OperationsPerInvoke = Calls)]
    public void Set() => _engine!.Run(Engine.SetCommand, Calls);

    [Benchmark(Description = "Get-WaiaasToken", OperationsPerInvoke = Calls)]
    public void Get() => _engine!.Run(Engine.GetCommand, Calls);

    /// <summary>Runs all of them.</summary>
    /// <param name="isQuick">Once each, to see that they run.</param>
    /// <param name="folder">Where BenchmarkDotNet keeps its log.</param>
    /// <returns>A table in Markdown.</returns>
    internal static string Measure(bool isQuick, string folder)
    {
        // In this process, because a generated project would have to be restored and built for each.
        Job job = (isQuick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance).WithArtifactsPath(folder).WithOptions(ConfigOptions.DisableOptimizationsValidator);
        Summary summary = BenchmarkRunner.Run<Allocations>(config);
        IEnumerable<string> rows = summary.Reports.Select(report =>
        {
            if (report.ResultStatistics is not { } time)
                throw new InvalidOperationException($"BenchmarkDotNet has no result for '{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo}'.");
            string name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
            long bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            return $"| {name} | {Tables.Number(time.Median / 1000)} | {bytes} |";
        });
        return "| on tmpfs | median, µs | bytes allocated |\n|---|---:|---:|\n" + string.Join('\n', rows) + "\n";
    }
}
