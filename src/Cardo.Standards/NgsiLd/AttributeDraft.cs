namespace Cardo.Standards.NgsiLd;

/// <summary>What has been read of an attribute so far.</summary>
internal struct AttributeDraft
{
    public AttributeDraft()
    {
    }

    public AttributeKind? Kind;
    public Member ValueMember = Member.Other;
    public Value Value;

    /// <summary>Where a value of <c>value</c> that is an object stands in the body; judged when the type is known.</summary>
    public int Start, End;

    public bool IsNull, IsGeometry;
    public string DatasetId = "";
    public string? UnitCode;
    public long ObservedAtUs = Attribute.NoTime;
}
