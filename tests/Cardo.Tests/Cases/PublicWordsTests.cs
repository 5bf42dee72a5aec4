using System.Reflection;
using System.Text.RegularExpressions;
using Cardo.Cases.Intake;

namespace Cardo.Tests.Cases;

public class PublicWordsTests
{
    [Theory]
    [InlineData("write to a.b+c@example.org now", "write to […] now")]
    [InlineData("call +86 138-0013-8000!", "call […]!")]
    [InlineData("call 13800138000", "call […]")]
    [InlineData("since 2018, at number 123456, 5 days", "since 2018, at number 123456, 5 days")]
    [InlineData("lamp a13800138000b", "lamp a13800138000b")]
    public void Words_for_everybody_cover_addresses_and_numbers(string words, string shown) => PublicWords.Of(words).ShouldBe(shown);

    [Fact]
    public void What_is_covered_is_what_a_backtracking_search_would_cover()
    {
        var email = new Regex(@"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+");
        var phone = new Regex(@"(?<!\w)\+?\d([\s\-().]{0,2}\d){6,14}(?!\w)");
        var chance = new Random(20261122);
        const string marks = "0123456789012345678901234567890123456789+-(). @ab燈";
        for (var i = 0; i < 5_000; i++)
        {
            var words = new string(chance.GetItems(marks.AsSpan(), chance.Next(60)));
            PublicWords.Of(words).ShouldBe(phone.Replace(email.Replace(words, "[…]"), "[…]"), words);
        }
    }

    /// <summary>A limit of 200 ms, met by a thread that waited for its turn on a busy machine, ended the city while it wrote cases into the twin.</summary>
    [Fact]
    public void No_pattern_of_the_city_has_a_time_limit()
    {
        Assembly[] houses = [typeof(PublicWords).Assembly, typeof(Cardo.Standards.NgsiLd.Query.SafePattern).Assembly, typeof(Cardo.Storage.Db).Assembly, typeof(Cardo.Server.CityApp).Assembly];
        var limited = houses.SelectMany(h => h.GetTypes()).SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<GeneratedRegexAttribute>() is { MatchTimeoutMilliseconds: not (-1 or 0) }).Select(m => $"{m.DeclaringType}.{m.Name}");
        limited.ShouldBeEmpty();
        Cardo.Standards.NgsiLd.Query.SafePattern.Make("a+", "q").Try(out var pattern, out _).ShouldBeTrue();
        pattern!.MatchTimeout.ShouldBe(Regex.InfiniteMatchTimeout);
    }
}
