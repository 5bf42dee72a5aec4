namespace Cardo.Cases;

/// <summary>Words as they were said: kept apart from the public record, so that they can be taken away.</summary>
/// <param name="Place">an address or a description of the place</param>
/// <param name="Answers">answers in free text, by attribute code</param>
public sealed record Said(string Words, string? Place = null, IReadOnlyDictionary<string, string>? Answers = null)
{
    public bool Empty => Words.Length == 0 && Place is null && Answers is not { Count: > 0 };
}

/// <summary>Who said it and how to answer: personal data, seen by the department of the case alone.</summary>
/// <param name="Device">an app's id of itself</param>
/// <param name="Account">an app's account</param>
public sealed record Person(string? Name = null, string? Email = null, string? Phone = null, string? Device = null, string? Account = null)
{
    public bool Empty => Name is null && Email is null && Phone is null && Device is null && Account is null;
}
