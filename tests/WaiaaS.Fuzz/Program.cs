using System;
using WaiaaS.Fuzz;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Help);
    return 2;
}

// Nothing of WaiaaS.Core may be loaded before it is instrumented, so that is done in one process and used in the next.
return options.IsChild ? Session.Run(options) : InstrumentedCopy.Run(args);
