using Cardo.Kernel;

namespace Cardo.Indicators.Files;

/// <summary>What is wrong with a specification and its files, each with its place. Reading goes on, so that one run says all of it.</summary>
internal sealed class Faults
{
    public const int Most = 100;

    readonly List<string> said = [];

    public bool Any => said.Count > 0;

    public IReadOnlyList<string> All => said;

    public void Say(string fault)
    {
        if (said.Count < Most && !said.Contains(fault)) said.Add(fault);
    }

    public Refusal Refusal(string code = "index-refused") =>
        Kernel.Refusal.Bad(code, said.Count == 1 ? said[0] : $"{said.Count}{(said.Count == Most ? " or more" : "")} things are wrong; nothing was computed.")
            with
        { Details = said.Count == 1 ? null : said };
}
