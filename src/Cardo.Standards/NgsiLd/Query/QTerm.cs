namespace Cardo.Standards.NgsiLd.Query;

/// <summary>
/// One comparison: <c>temperature.accuracy[a.b]&gt;=0.5</c>. It holds when any value at the path fulfils it; "unequal"
/// when there is a value and none is equal.
/// </summary>
public sealed class QTerm
{
    /// <summary>Names as written; the first is the attribute, the others what is said about it.</summary>
    public required string[] Names { get; init; }

    /// <summary>The same expanded.</summary>
    public required string[] Path { get; init; }

    /// <summary>The way into a value that is JSON (or the language of a languageMap); empty for the value itself.</summary>
    public string[] Inside { get; init; } = [];

    public QOp Op { get; init; }

    public IReadOnlyList<QLiteral> Literals { get; init; } = [];

    /// <summary>The attribute the entity must have, or must not (<see cref="QOp.NotExists"/>).</summary>
    public string Attribute => Path[0];

    internal bool Matches(Entity entity)
    {
        if (Path.Length == 1 && Inside.Length == 0 && System(Names[0], entity.CreatedAtUs, entity.ModifiedAtUs, 0) is { } atUs && entity.Find(Path[0]) is null) return Holds(new Probe(atUs));
        var found = false;
        foreach (var attribute in entity.Attributes)
        {
            if (!ReferenceEquals(attribute.Name, Path[0]) && attribute.Name != Path[0]) continue;
            if (Down(attribute, 1, ref found)) return !IsNegative;
        }
        return Op == QOp.NotExists ? !found : IsNegative && found;
    }

    bool IsNegative => Op is QOp.Unequal or QOp.NoMatch or QOp.NotExists;

    // True as soon as one value fulfils the positive form of the operator.
    bool Down(Attribute attribute, int depth, ref bool found)
    {
        if (depth == Path.Length) return At(attribute, ref found);
        if (depth == Path.Length - 1 && Inside.Length == 0 && Said(attribute, Names[depth]) is { } said)
        {
            found = true;
            return Fulfils(said);
        }
        foreach (var sub in attribute.Sub)
            if (sub.Name == Path[depth] && Down(sub, depth + 1, ref found)) return true;
        return false;
    }

    static Probe? Said(Attribute a, string name) => name switch
    {
        "unitCode" => a.UnitCode is null ? null : new Probe(a.UnitCode),
        "datasetId" => a.DatasetId.Length == 0 ? null : new Probe(a.DatasetId),
        _ => System(name, a.CreatedAtUs, a.ModifiedAtUs, a.ObservedAtUs) is { } atUs ? new Probe(atUs) : null,
    };

    static long? System(string name, long createdAtUs, long modifiedAtUs, long observedAtUs) => name switch
    {
        "createdAt" => createdAtUs,
        "modifiedAt" => modifiedAtUs,
        "observedAt" when observedAtUs != 0 && observedAtUs != NgsiLd.Attribute.NoTime => observedAtUs,
        _ => null,
    };

    bool At(Attribute attribute, ref bool found)
    {
        var value = attribute.Value;
        switch (value.Kind)
        {
            case ValueKind.Json:
                return JsonProbe.Any(value.Json.Span, Inside, this, attribute.Kind, ref found);
            case ValueKind.None:
                return false;
            default:
                if (Inside.Length > 0) return false;
                found = true;
                return Fulfils(value.Kind switch
                {
                    ValueKind.Number => new Probe(value.Number),
                    ValueKind.Bool => new Probe(value.IsTrue),
                    ValueKind.Text => new Probe(value.Text!, attribute.Kind == AttributeKind.VocabProperty),
                    _ => default,
                });
        }
    }

    bool Holds(Probe probe) => IsNegative ? Op != QOp.NotExists && !Fulfils(probe) : Fulfils(probe);

    /// <summary>Whether the value fulfils the operator, taken without its "not".</summary>
    internal bool Fulfils(Probe probe)
    {
        if (Op is QOp.Exists or QOp.NotExists) return true;
        foreach (var literal in Literals)
            if (Fulfils(probe, literal)) return true;
        return false;
    }

    bool Fulfils(Probe probe, QLiteral literal)
    {
        if (Op is QOp.Match or QOp.NoMatch) return probe.Text is { } text && literal.Pattern!.IsMatch(text);
        if (literal.To is { } to) return probe.Compare(literal) >= 0 && probe.Compare(to) <= 0;
        return Op switch
        {
            QOp.Equal or QOp.Unequal => probe.Compare(literal) == 0,
            QOp.Greater => probe.Compare(literal) > 0,
            QOp.GreaterEqual => probe.Compare(literal) >= 0,
            QOp.Less => probe.Compare(literal) < 0,
            _ => probe.Compare(literal) <= 0,
        };
    }
}
