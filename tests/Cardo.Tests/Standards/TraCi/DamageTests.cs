using Cardo.Standards.TraCi;

namespace Cardo.Tests.Standards.TraCi;

public sealed class DamageTests
{
    [Fact]
    public void No_damaged_answer_throws_or_reads_past_its_end()
    {
        var random = new Random(5);
        var whole = Convert.FromHexString("1DE4" + "00000001" + "76" + "02" + "51000C" + "00000003" + "615F30" + "40000B" + "4024000000000000");
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (var flips = random.Next(4); flips > 0 && bytes.Length > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var reader = new TraCiReader(bytes);
            reader.Command(out _);
            reader.Utf8();
            for (var left = reader.Byte(); left > 0 && !reader.Failed; left--)
            {
                var (_, _, tag) = reader.Variable();
                if (random.Next(2) == 0) reader.SkipValue(tag);
                else reader.Value(tag);
            }
            reader.At.ShouldBeInRange(0, bytes.Length);
        }
    }

    [Fact]
    public void Compounds_end_at_their_depth()
    {
        var nested = string.Concat(Enumerable.Repeat("00000001" + "0F", 50)) + "00000000";
        var reader = new TraCiReader(Convert.FromHexString(nested));
        reader.Value(TraCiTag.Compound);
        reader.Failed.ShouldBeTrue();
    }

    [Fact]
    public void A_list_that_claims_more_than_there_is_is_refused_before_memory_is_taken()
    {
        var reader = new TraCiReader(Convert.FromHexString("7FFFFFFF"));
        reader.Value(TraCiTag.TextList);
        reader.Failed.ShouldBeTrue();
    }
}
