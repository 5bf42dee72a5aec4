using System.Globalization;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>An ISO 8601 duration: whole months and microseconds. <c>P1Y2M3DT4H5M6.5S</c>, <c>P2W</c>.</summary>
public readonly record struct LdPeriod(int Months, long Us)
{
    public bool IsZero => Months == 0 && Us == 0;

    /// <summary>The moment one period later; months keep the day where the month has it.</summary>
    public long After(long us)
    {
        if (Months == 0) return us + Us;
        var at = new DateTime(us * 10 + DateTime.UnixEpoch.Ticks, DateTimeKind.Utc).AddMonths(Months);
        return (at.Ticks - DateTime.UnixEpoch.Ticks) / 10 + Us;
    }

    public static bool TryParse(string text, out LdPeriod period)
    {
        period = default;
        if (text.Length is < 3 or > 40 || text[0] != 'P') return false;
        var (months, us, time, at, order) = (0L, 0d, false, 1, 0);
        while (at < text.Length)
        {
            if (text[at] == 'T')
            {
                if (time || at == text.Length - 1) return false;
                (time, at, order) = (true, at + 1, 10);
                continue;
            }
            var from = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or ',')) at++;
            if (at == from || at == text.Length || !double.TryParse(text[from..at].Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9) return false;
            var (rank, monthly, unit) = (time, text[at++]) switch
            {
                (false, 'Y') => (1, 12, 0d),
                (false, 'M') => (2, 1, 0d),
                (false, 'W') => (3, 0, 604_800e6),
                (false, 'D') => (4, 0, 86_400e6),
                (true, 'H') => (11, 0, 3_600e6),
                (true, 'M') => (12, 0, 60e6),
                (true, 'S') => (13, 0, 1e6),
                _ => (0, 0, 0d),
            };
            if (rank <= order || (monthly > 0 && number != Math.Floor(number))) return false;
            order = rank;
            months += (long)(number * monthly);
            us += number * unit;
        }
        if (months > 12_000 || us > 4e15) return false;
        period = new LdPeriod((int)months, (long)Math.Round(us));
        return true;
    }
}
