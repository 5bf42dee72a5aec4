namespace Cardo.Standards.NgsiLd.Query;

/// <summary>A value that a term looks at.</summary>
internal readonly struct Probe
{
    readonly double number = double.NaN;
    readonly long? atUs;
    readonly bool? flag;
    readonly bool word;

    public Probe(double number) => this.number = number;

    public Probe(bool flag) => this.flag = flag;

    public Probe(long atUs) => this.atUs = atUs;

    public Probe(string text, bool word = false) => (Text, this.word) = (text, word);

    public string? Text { get; }

    /// <summary>How this stands to the literal; null when they can't be compared.</summary>
    public int? Compare(QLiteral literal)
    {
        if (Text is not null) return word && Text == literal.Word ? 0 : literal.Compare(Text);
        if (flag is { } yes) return literal.Compare(yes);
        if (atUs is { } us) return literal.Compare(us);
        return double.IsNaN(number) ? null : literal.Compare(number);
    }
}
