using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Cardo.Traffic.Pages;

/// <summary>Writes a drawing in metres, north up. Every text is encoded; colours are the style sheet's classes.</summary>
internal sealed class Svg
{
    readonly StringBuilder text = new();
    readonly double left, top;

    /// <param name="label">what it shows; null where the same stands beside it in words</param>
    /// <param name="picture">nothing in it leads anywhere</param>
    public Svg(double minX, double minY, double maxX, double maxY, string kind, string? label, bool picture = false)
    {
        (left, top) = (minX, maxY);
        text.Append(CultureInfo.InvariantCulture, $"<svg class=\"{kind}\" viewBox=\"0 0 {maxX - minX:0.#} {maxY - minY:0.#}\"");
        text.Append(label is null ? " aria-hidden=\"true\" focusable=\"false\">" : $" role=\"{(picture ? "img" : "group")}\" aria-label=\"{WebUtility.HtmlEncode(label)}\">");
    }

    /// <param name="mark">what a script knows it by; null for nothing</param>
    public Svg Line(IReadOnlyList<(double X, double Y)> points, string kind, double width = 0, string? mark = null)
    {
        if (points.Count < 2) return this;
        text.Append("<polyline class=\"").Append(kind).Append("\" points=\"");
        foreach (var (x, y) in points) text.Append(CultureInfo.InvariantCulture, $"{x - left:0.#},{top - y:0.#} ");
        text.Append('"');
        if (mark is not null) text.Append(" data-road=\"").Append(WebUtility.HtmlEncode(mark)).Append('"');
        if (width > 0) text.Append(CultureInfo.InvariantCulture, $" stroke-width=\"{width:0.#}\"");
        text.Append("/>");
        return this;
    }

    public Svg Dot((double X, double Y) at, double r, string kind)
    {
        text.Append(CultureInfo.InvariantCulture, $"<circle class=\"{kind}\" cx=\"{at.X - left:0.#}\" cy=\"{top - at.Y:0.#}\" r=\"{r:0.#}\"/>");
        return this;
    }

    public Svg Diamond((double X, double Y) at, double r, string kind)
    {
        var (x, y) = (at.X - left, top - at.Y);
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M{x:0.#} {y - r:0.#}L{x + r:0.#} {y:0.#}L{x:0.#} {y + r:0.#}L{x - r:0.#} {y:0.#}Z\"/>");
        return this;
    }

    public Svg Words((double X, double Y) at, double size, string anchor, string words, string kind = "")
    {
        text.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{at.X - left:0.#}\" y=\"{top - at.Y:0.#}\" font-size=\"{size:0.#}\" text-anchor=\"{anchor}\">").Append(WebUtility.HtmlEncode(words)).Append("</text>");
        return this;
    }

    /// <summary>What is drawn inside leads there.</summary>
    public Svg Link(string href, string label, Action<Svg> draw)
    {
        text.Append("<a href=\"").Append(WebUtility.HtmlEncode(href)).Append("\" aria-label=\"").Append(WebUtility.HtmlEncode(label)).Append("\">");
        draw(this);
        text.Append("</a>");
        return this;
    }

    public MarkupString Done() => new(text.ToString() + "</svg>");
}
