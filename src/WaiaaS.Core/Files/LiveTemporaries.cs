using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading;

namespace WaiaaS.Files;

/// <summary>
/// The temporary files of the writes that are being done in this process, removed when a signal or an exit ends it. .NET raises
/// ProcessExit for an exit, and before version 10 for SIGTERM; the signals are asked for.
/// </summary>
internal static class LiveTemporaries
{
    // System.Runtime.InteropServices.PosixSignal. netstandard2.0 has none of these types, and .NET Framework has none at all.
    private const int SIGHUP = -1;
    private const int SIGTERM = -4;

    // Longer than the system takes to end a process, and than a file system takes to create a file.
    private const int EndsWithinMilliseconds = 2000;

    private static readonly List<TemporaryFile> Files = [];

    private static bool IsListening;
    private static int Creating;
    private static int? EndedAt;

    private static int UntilEnd => EndedAt is { } ended ? EndsWithinMilliseconds - unchecked(Environment.TickCount - ended) : 0;

    /// <summary>
    /// Announces a file, which is removed when a signal ends the process. Once there was a signal, it waits for that end: nothing
    /// would remove the file. Where another program's handler keeps the process alive, the file only comes later.
    /// </summary>
    public static void BeginCreation()
    {
        lock (Files)
        {
            while (UntilEnd is > 0 and var left)
                Monitor.Wait(Files, left);
            EndedAt = null;
            Creating++;
        }
    }

    /// <summary>The announced file is there, or could not be created.</summary>
    /// <param name="file">The file; null where there is none.</param>
    public static void EndCreation(TemporaryFile? file)
    {
        lock (Files)
        {
            Creating--;
            if (file is not null)
                Files.Add(file);

            // RemoveAll waits for this.
            if (EndedAt is not null)
                Monitor.PulseAll(Files);
        }
    }

    /// <summary>Prepares for signals. The first time it takes milliseconds, so it comes before there is a file.</summary>
    public static void Listen()
    {
        lock (Files)
        {
            if (IsListening)
                return;
            IsListening = true;
        }

        object?[] registrations = [TryListenTo(SIGHUP), TryListenTo(SIGTERM)];
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            RemoveAll();

            // A finalizer would end the registration.
            GC.KeepAlive(registrations);
        };
    }

    /// <summary>It has been renamed or removed.</summary>
    public static void Forget(TemporaryFile file)
    {
        lock (Files)
            Files.Remove(file);
    }

    /// <summary>Removes what there is, because the process ends.</summary>
    public static void RemoveAll()
    {
        TemporaryFile[] live;
        lock (Files)
        {
            // What is just being created is removed too, but a file server that does not answer is not waited for.
            EndedAt = Environment.TickCount;
            while (Creating > 0 && UntilEnd is > 0 and var left)
                Monitor.Wait(Files, left);
            live = [.. Files];
        }

        foreach (TemporaryFile file in live)
            file.Abandon();
    }

    private static void OnSignal(object _) => RemoveAll();

    // PosixSignalRegistration.Create(signal, OnSignal). What the signal does otherwise, it still does.
    private static object? TryListenTo(int signal)
    {
        Type? registration = typeof(object).Assembly.GetType("System.Runtime.InteropServices.PosixSignalRegistration");
        MethodInfo? create = registration?.GetMethod("Create", BindingFlags.Public | BindingFlags.Static);
        if (create is null)
            return null;
        try
        {
            ParameterInfo[] parameters = create.GetParameters();
            MethodInfo handler = typeof(LiveTemporaries).GetMethod(nameof(OnSignal), BindingFlags.NonPublic | BindingFlags.Static)!;
            return create.Invoke(null, [Enum.ToObject(parameters[0].ParameterType, signal), handler.CreateDelegate(parameters[1].ParameterType)]);
        }
        catch (Exception unavailable) when (unavailable is TargetInvocationException or ArgumentException)
        {
            return null;
        }
    }
}
