using Cardo.Ui;

namespace Cardo.Cases.Profile;

/// <summary>Open311's data types of an attribute.</summary>
public enum AttributeType { String, Number, Datetime, Text, Singlevaluelist, Multivaluelist }

/// <summary>One of the values of a list.</summary>
public sealed record AttributeValue(string Key, LocalText Name);

/// <summary>A question a service asks (Open311's attribute).</summary>
/// <param name="Variable">false: it only informs and takes no answer</param>
public sealed record ServiceAttribute(string Code, AttributeType Type, bool Required, bool Variable, LocalText Description, LocalText? Hint, IReadOnlyList<AttributeValue> Values);

/// <summary>Something the city can be asked for.</summary>
/// <param name="Unit">the department that usually does it; null where somebody must decide</param>
/// <param name="Policy">what the city owes then</param>
/// <param name="ClosesOn">what proves that it is done</param>
/// <param name="Asset">short type of the twin's entities it is about; null for none</param>
/// <param name="NearM">metres within which two reports may be about the same thing</param>
/// <param name="Public">whether residents may choose it</param>
public sealed record Service(
    string Code, LocalText Name, LocalText Description, string Group, IReadOnlyList<string> Keywords, string? Unit, string Policy,
    IReadOnlyList<ServiceAttribute> Attributes, IReadOnlyList<Proof> ClosesOn, string? Asset, double NearM, bool Public, LocalText? Notice);

/// <summary>A department, or a crew of one.</summary>
/// <param name="Parent">the department a crew belongs to; null for a department</param>
public sealed record Unit(string Id, LocalText Name, string? Parent);
