using System.Globalization;
using System.Net;
using System.Text;
using Cardo.Ui;
using Microsoft.AspNetCore.Components;

namespace Cardo.Traffic.Pages;

/// <summary>Comparisons as dots with their intervals. The tables beside them hold the same figures.</summary>
internal static class TrialChart
{
    const int Left = 12, Right = 668, RowHeight = 44;

    /// <summary>By how many per cent each measure differs from today, around the line of no difference.</summary>
    public static MarkupString Measures(Reader R, TryResult result)
    {
        var rows = result.Measures.Where(m => m.Today.Mean > 0).Select(m => (Name: R["traffic.try.measure." + m.Id], Mean: 100 * m.Difference.Mean / m.Today.Mean, Half: 100 * (m.Difference.Half ?? 0) / m.Today.Mean)).ToList();
        if (rows.Count == 0) return default;
        // An interval that is many times its mean would squeeze all others into a point: it leaves the picture, and the table has it.
        var reach = Nice(Math.Clamp(rows.Max(r => Math.Abs(r.Mean) + r.Half), 1, Math.Max(1, 2.5 * rows.Max(r => Math.Abs(r.Mean)))));
        var text = Begin(rows.Count, R["traffic.try.measures.says"]);
        double X(double v) => Left + (Right - Left) * (Math.Clamp(v, -reach, reach) + reach) / (2 * reach);
        for (var tick = -2; tick <= 2; tick++) Tick(text, X(tick * reach / 2), rows.Count, tick == 0 ? "half" : "grid", TrialWords.Signed(R, tick * reach / 2) + " %", tick == -2 ? "start" : tick == 2 ? "end" : "middle");
        for (var i = 0; i < rows.Count; i++)
        {
            var (name, mean, half) = rows[i];
            var y = 38 + i * RowHeight;
            Label(text, Left, y - 14, "start", name);
            if (half > 0) text.Append(CultureInfo.InvariantCulture, $"<line class=\"line\" x1=\"{X(mean - half):0.#}\" x2=\"{X(mean + half):0.#}\" y1=\"{y}\" y2=\"{y}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{X(mean):0.#}\" cy=\"{y}\" r=\"6\"/>");
        }
        return End(text, R["traffic.try.measures.says"]);
    }

    /// <summary>Delay by seed: a ring today, a full dot with the change.</summary>
    public static MarkupString Pairs(Reader R, TryResult result)
    {
        var most = Nice(result.Pairs.Max(p => Math.Max(p.Today_s, p.Change_s)));
        var text = Begin(result.Pairs.Count, R["traffic.try.pairs.says"]);
        double X(double v) => Left + (Right - Left) * v / most;
        for (var tick = 0; tick <= 4; tick++) Tick(text, X(tick * most / 4), result.Pairs.Count, "grid", R.Number(tick * most / 4) + " s", tick == 0 ? "start" : tick == 4 ? "end" : "middle");
        for (var i = 0; i < result.Pairs.Count; i++)
        {
            var pair = result.Pairs[i];
            var y = 38 + i * RowHeight;
            Label(text, Left, y - 14, "start", R.Say("traffic.try.seed.of", ("n", pair.Seed)));
            text.Append(CultureInfo.InvariantCulture, $"<line class=\"line\" x1=\"{X(pair.Today_s):0.#}\" x2=\"{X(pair.Change_s):0.#}\" y1=\"{y}\" y2=\"{y}\"/><circle class=\"dot ring-dot\" cx=\"{X(pair.Today_s):0.#}\" cy=\"{y}\" r=\"6\"/><circle class=\"dot\" cx=\"{X(pair.Change_s):0.#}\" cy=\"{y}\" r=\"6\"/>");
        }
        return End(text, R["traffic.try.pairs.says"]);
    }

    /// <summary>The next of 1, 2, 4, 6, 8 times a power of ten: quarters and halves of it are short to write.</summary>
    internal static double Nice(double most)
    {
        if (most <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        foreach (var step in new[] { 1, 2, 4, 6, 8, 10 })
            if (most <= step * power * 1.0000001) return step * power;
        return 10 * power;
    }

    static StringBuilder Begin(int rows, string label) => new StringBuilder("<figure class=\"plot\"><svg viewBox=\"0 0 680 ").Append(40 + rows * RowHeight).Append("\" role=\"img\" aria-label=\"").Append(WebUtility.HtmlEncode(label)).Append("\">");

    static void Tick(StringBuilder text, double x, int rows, string kind, string words, string anchor)
    {
        text.Append(CultureInfo.InvariantCulture, $"<line class=\"{kind}\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"8\" y2=\"{12 + rows * RowHeight}\"/>");
        Label(text, x, 34 + rows * RowHeight, anchor, words);
    }

    static void Label(StringBuilder text, double x, double y, string anchor, string words) =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">").Append(WebUtility.HtmlEncode(words)).Append("</text>");

    static MarkupString End(StringBuilder text, string caption) => new(text.Append("</svg><figcaption>").Append(WebUtility.HtmlEncode(caption)).Append("</figcaption></figure>").ToString());
}
