using Cardo.Sensing;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using FsCheck;
using FsCheck.Fluent;

namespace Cardo.Tests.Sensing.Mqtt;

public class TopicTrieTests
{
    static readonly Session Anyone = new(new Broker(new TestPolicy(), new NoLedger(), new MqttLimits(), TimeProvider.System), "k", "c", new MqttPrincipal("p"));

    static Subscription To(string filter) => Subscription.From(Anyone, new SubscriptionRequest(filter, 0), 0);

    [Fact]
    public void It_finds_exactly_the_filters_that_match_one_by_one()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var r = new Random(seed);
            string Any(string[] levels) => string.Join('/', Enumerable.Range(0, r.Next(1, 5)).Select(_ => levels[r.Next(levels.Length)]));
            var filters = Enumerable.Range(0, 30).Select(_ => Any(["a", "b", "", "+", "$x"]) + (r.Next(3) == 0 ? "/#" : "")).Append("#").Distinct().ToList();
            var trie = new TopicTrie();
            foreach (var filter in filters) trie.Add(To(filter));
            var gone = filters.Where(_ => r.Next(3) == 0).ToList();
            foreach (var filter in gone) trie.Remove(To(filter));
            trie.Count.ShouldBe(filters.Count - gone.Count);
            for (var i = 0; i < 30; i++)
            {
                var name = Any(["a", "b", "", "$x"]);
                if (name.Length == 0) continue;
                trie.Match(name).Targets.SelectMany(t => t.Subscriptions).Select(s => s.Text).Order()
                    .ShouldBe(filters.Except(gone).Where(f => Topics.Matches(f, name)).Order(), $"topic {name}");
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_match_is_good_until_a_subscription_changes()
    {
        var trie = new TopicTrie();
        trie.Add(To("a"));
        var match = trie.Match("a");
        match.Version.ShouldBe(trie.Version);
        trie.Add(To("#"));
        match.Version.ShouldNotBe(trie.Version);
        trie.Match("a").Targets.ShouldHaveSingleItem().Subscriptions.Length.ShouldBe(2);
    }
}
