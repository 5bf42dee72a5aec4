namespace Cardo.Standards.NgsiLd;

/// <summary>Scopes are paths of names: <c>/Tainan/Parks</c> (clause 4.18).</summary>
internal static class ScopeText
{
    public static bool TryNormalize(string text, out string scope)
    {
        scope = text.StartsWith('/') ? text : "/" + text;
        if (scope.Length is < 2 or > 1_024 || scope.EndsWith('/')) return false;
        var levels = 0;
        foreach (var level in scope.AsSpan(1).Split('/'))
        {
            if (++levels > 32 || level.End.Value == level.Start.Value) return false;
            foreach (var c in scope.AsSpan(1)[level])
                if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        }
        return true;
    }
}
