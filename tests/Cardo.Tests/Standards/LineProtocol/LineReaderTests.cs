using System.Text;
using Cardo.Standards.LineProtocol;

namespace Cardo.Tests.Standards.LineProtocol;

public sealed class LineReaderTests
{
    static (LinePoint Point, LineFault? Fault) Read(string line)
    {
        var point = new LinePoint();
        return (point, LineReader.Read(Encoding.UTF8.GetBytes(line), point));
    }

    static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    [Fact]
    public void A_point_has_a_measurement_tags_fields_and_a_time()
    {
        var (point, fault) = Read("weather,location=us-midwest,season=summer temperature=82,humidity=71i,ok=t,note=\"a b\" 1465839830100400200\n");
        fault.ShouldBeNull();
        Text(point.Measurement).ShouldBe("weather");
        point.TagCount.ShouldBe(2);
        Text(point.Tag("season"u8)).ShouldBe("summer");
        point.FieldCount.ShouldBe(4);
        point.Number(0).ShouldBe(82);
        (point.Kind(1), point.Integer(1)).ShouldBe((FieldKind.Integer, 71));
        (point.Kind(2), point.Number(2)).ShouldBe((FieldKind.Bool, 1));
        Text(point.Text(3)).ShouldBe("a b");
        (point.HasTime, point.Time).ShouldBe((true, 1465839830100400200));
    }

    [Fact]
    public void Escapes_are_taken_out_of_names_and_texts_and_other_backslashes_stay()
    {
        var (point, fault) = Read("""my\ place\,x,tag\=k=v\ 1 fi\,eld="say \"hi\" \\ C:\dir",z=1""");
        fault.ShouldBeNull();
        Text(point.Measurement).ShouldBe("my place,x");
        Text(point.TagKey(0)).ShouldBe("tag=k");
        Text(point.TagValue(0)).ShouldBe("v 1");
        Text(point.FieldKey(0)).ShouldBe("fi,eld");
        Text(point.Text(0)).ShouldBe("""say "hi" \ C:\dir""");
    }

    [Theory]
    [InlineData("", "measurement")]
    [InlineData("m", "fields are missing")]
    [InlineData("m,t f=1", "no value")]
    [InlineData("m,=x f=1", "no name")]
    [InlineData("m,a=1,a=2 f=1", "twice")]
    [InlineData("m f=", "no value")]
    [InlineData("m f=NaN", "not a number")]
    [InlineData("m f=Infinity", "not a number")]
    [InlineData("m f=1e999", "not a number")]
    [InlineData("m f=12x", "not a number")]
    [InlineData("m f=1.5i", "64-bit integer")]
    [InlineData("m f=99999999999999999999i", "64-bit integer")]
    [InlineData("m f=-1u", "unsigned")]
    [InlineData("m f=\"open", "not closed")]
    [InlineData("m f=1 12.5", "timestamp")]
    [InlineData("m f=1 99999999999999999999", "timestamp")]
    [InlineData("m f=1,", "no name")]
    [InlineData("m f=\"a\"b", "comma")]
    public void What_is_wrong_is_said_with_its_place(string line, string expected)
    {
        var (_, fault) = Read(line);
        fault.ShouldNotBeNull().Message.ShouldContain(expected);
        fault.Value.Column.ShouldBeInRange(1, line.Length + 1);
    }

    [Fact]
    public void A_line_feed_inside_a_text_belongs_to_the_text()
    {
        var body = "m f=\"a\nb\" 1\nm f=2\n"u8;
        var end = LineReader.LineEnd(body, last: true);
        Text(body[..end]).ShouldBe("m f=\"a\nb\" 1\n");
        LineReader.LineEnd(body[end..], true).ShouldBe(6);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_line_only()
    {
        var body = "m f=\"a\nm f=2\n"u8;
        LineReader.LineEnd(body, last: true).ShouldBe(7);
        LineReader.LineEnd(body, last: false).ShouldBe(-1);
    }

    [Theory]
    [InlineData("ns", 1_000_000_007L, 1_000_000L)]
    [InlineData("us", 5L, 5L)]
    [InlineData("ms", 5L, 5_000L)]
    [InlineData("s", 5L, 5_000_000L)]
    [InlineData("m", 1L, 60_000_000L)]
    [InlineData("h", -1L, -3_600_000_000L)]
    [InlineData("n", -1L, -1L)]
    public void Precision_says_what_a_timestamp_counts(string word, long stamp, long expectedUs)
    {
        Precisions.TryParse(word, out var precision).ShouldBeTrue();
        precision.TryToUs(stamp, out var us).ShouldBeTrue();
        us.ShouldBe(expectedUs);
    }

    [Fact]
    public void An_unknown_precision_and_a_timestamp_beyond_64_bits_are_refused()
    {
        Precisions.TryParse("sec", out _).ShouldBeFalse();
        Precision.Hours.TryToUs(long.MaxValue, out _).ShouldBeFalse();
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(7);
        var point = new LinePoint();
        var alphabet = " ,=\\\"\nmft0123456789.eiu-+#é\0"u8.ToArray();
        for (var n = 0; n < 20_000; n++)
        {
            var line = new byte[random.Next(0, 60)];
            for (var i = 0; i < line.Length; i++) line[i] = random.Next(20) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            var rest = line.AsSpan();
            for (var guard = 0; rest.Length > 0; guard++)
            {
                var end = LineReader.LineEnd(rest, true);
                end.ShouldBeInRange(1, rest.Length);
                LineReader.IsBlank(rest[..end]);
                LineReader.Read(rest[..end], point);
                rest = rest[end..];
            }
        }
    }
}
