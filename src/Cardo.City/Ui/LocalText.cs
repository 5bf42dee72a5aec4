namespace Cardo.Ui;

/// <summary>A text by language tag, as a city's own files say it.</summary>
public sealed class LocalText(IReadOnlyDictionary<string, string> byLanguage)
{
    public IReadOnlyDictionary<string, string> ByLanguage { get; } = byLanguage;

    /// <summary>What is said alike in every language: a name, a symbol.</summary>
    public static LocalText Of(string text) => new(new Dictionary<string, string> { [Texts.English] = text });

    /// <summary>In English and the two Chinese scripts; what is empty isn't said.</summary>
    public static LocalText Of(string en, string hans, string hant)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (language, text) in ((string, string)[])[(Texts.English, en), (Texts.Chinese, hans), (Texts.Traditional, hant)])
            if (text.Length > 0) texts[language] = text;
        return new LocalText(texts);
    }

    /// <summary>In this language, else in the next best.</summary>
    public string In(string lang) => Texts.Pick(ByLanguage, lang) ?? "";

    public override string ToString() => In(Texts.English);
}
