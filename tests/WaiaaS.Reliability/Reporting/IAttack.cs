namespace WaiaaS.Reliability.Reporting;

/// <summary>One part of the evidence: a way to try to tear, lose or refuse a token.</summary>
internal interface IAttack
{
    string Title { get; }

    /// <summary>What is done, what must hold, and what it does not show, in plain words.</summary>
    string About { get; }

    string? Missing();

    /// <summary>Attacks, and reports every state that was looked at.</summary>
    void Run(Report report);
}
