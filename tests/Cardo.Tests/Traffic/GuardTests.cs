using Cardo.Traffic;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

/// <summary>Whatever is asked of the guard, second by second, on made-up intersections: what it shows is checked by a watcher that knows only what the lamps did.</summary>
public sealed class GuardTests
{
    [Fact]
    public void No_request_whatever_makes_the_guard_break_a_rule()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var intersection = AnyIntersection.From(seed);
            var rules = new SafetyRules(intersection);
            var stages = Stages.Of(intersection, rules);
            var guard = new Guard(rules, Stages.OfPlan(intersection, rules), stages[0], 0);
            var watcher = new LampWatcher(intersection, rules, guard.MaxRed_s);
            var random = new Random(seed);
            var asked = stages[0];
            var inside_m = new float[rules.Lamps];
            for (var t = 0; t < 900; t++)
            {
                if (random.Next(6) == 0) asked = Request(random, stages, rules.Lamps);
                if (random.Next(3) == 0) inside_m[random.Next(rules.Lamps)] = random.Next(3) * 10;
                watcher.See(t, guard.Step(t, asked, seed % 3 == 0 ? default : inside_m)).ShouldBeNull($"seed {seed}, second {t}");
            }
        }
    }

    // A stage, the same for ever, or rubbish.
    static string Request(Random random, string[] stages, int lamps) => random.Next(4) switch
    {
        0 => new string([.. Enumerable.Range(0, random.Next(10) == 0 ? lamps + 1 : lamps).Select(_ => "GgryuOs"[random.Next(7)])]),
        1 => stages[0],
        _ => stages[random.Next(stages.Length)],
    };

    [Fact]
    public void Every_stage_is_legal_and_together_they_serve_every_lamp_of_the_plan()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var intersection = AnyIntersection.From(seed);
            var rules = new SafetyRules(intersection);
            var stages = Stages.Of(intersection, rules);
            stages.ShouldAllBe(s => rules.Legal(s));
            for (var i = 0; i < rules.Lamps; i++) stages.Any(s => SafetyRules.Green(s[i])).ShouldBe(rules.Served[i], $"seed {seed} lamp {i}");
        }
    }

    [Fact]
    public void A_foe_waits_for_who_still_stands_in_the_junction_but_not_for_ever()
    {
        var crossing = new Intersection("J", [new Movement(0, [new Way("a_0", "b_0", null, 's')], new HashSet<int> { 1 }, false), new Movement(1, [new Way("c_0", "d_0", null, 's')], new HashSet<int> { 0 }, false)], [],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 20), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        int Opens(Func<int, float> left_m, float[,]? clearAt_m = null)
        {
            var guard = new Guard(rules, ["Gr", "rG"], "Gr", 0, clearAt_m);
            for (var t = 0; t < 60; t++)
                if (guard.Step(t, t < 10 ? "Gr" : "rG", [left_m(t), 0])[1] == 'G') return t;
            return 60;
        }
        Opens(_ => 0).ShouldBe(13);
        Opens(t => t < 15 ? 12 : 0).ShouldBe(15);
        Opens(_ => 12).ShouldBe(21);
        // Who is past the point where the ways cross is in nobody's way.
        Opens(_ => 12, new float[,] { { 0, 15 }, { 0, 0 } }).ShouldBe(13);
        Opens(t => 30 - t, new float[,] { { 0, 15 }, { 0, 0 } }).ShouldBe(15);
    }

    [Fact]
    public void Each_arm_has_a_stage_in_which_none_of_it_gives_way()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var intersection = AnyIntersection.From(seed);
            var rules = new SafetyRules(intersection);
            var stages = Stages.Of(intersection, rules);
            if (stages.Length == Stages.Most) continue;
            foreach (var approach in intersection.Approaches) stages.ShouldContain(s => s[approach.Movements[0]] == 'G', $"seed {seed} lane {approach.Lane}");
            stages.Take(Stages.OfPlan(intersection, rules).Length).ShouldBe(Stages.OfPlan(intersection, rules));
        }
    }

    [Fact]
    public void A_fixed_plan_is_asked_for_second_by_second_and_the_guard_shows_it()
    {
        var plan = new Plan("0", "static", 5, [new("Gr", 20), new("yr", 3), new("rr", 2), new("rG", 30), new("ry", 3), new("rr", 2)]);
        var @fixed = new FixedPlan(plan);
        string.Concat(Enumerable.Range(0, 12).Select(k => @fixed.At(5 + 60 + k * 5)[0])).ShouldBe("GGGGrrrrrrrG");
        @fixed.At(4).ShouldBe("Gr");
        @fixed.At(5 + 19.5).ShouldBe("Gr");
        @fixed.At(5 + 20).ShouldBe("rG");
    }

    [Fact]
    public void The_plan_s_yellow_and_all_red_become_the_rules()
    {
        var foes = new[] { new HashSet<int> { 1 }, [0] };
        var crossing = new Intersection("J", [.. foes.Select((f, i) => new Movement(i, [new Way($"a{i}_0", $"b{i}_0", null, 's')], f, false))], [],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 4), new("rr", 2), new("rG", 20), new("ry", 4), new("rr", 1)]));
        var rules = new SafetyRules(crossing);
        rules.Yellow_s.ShouldBe([4, 4]);
        (rules.Clear_s[0, 1], rules.Clear_s[1, 0]).ShouldBe((2, 1));
        rules.Change_s("Gr", "rG").ShouldBe(6);
        var guard = new Guard(rules, ["Gr", "rG"], "Gr", 0);
        string.Join(' ', Enumerable.Range(0, 13).Select(t => guard.Step(t, "rG"))).ShouldBe("Gr Gr Gr Gr Gr yr yr yr yr rr rr rG rG");
    }

    [Fact]
    public void Opposing_traffic_may_run_beside_a_turn_that_gives_way_but_not_beside_one_that_does_not()
    {
        var foes = new[] { new HashSet<int> { 1 }, [0] };
        var crossing = new Intersection("J", [.. foes.Select((f, i) => new Movement(i, [new Way($"a{i}_0", $"b{i}_0", null, 's')], f, false))], [],
            new Plan("0", "static", 0, [new("Gg", 20), new("yy", 3), new("rG", 6), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        rules.Legal("Gg").ShouldBeTrue();
        rules.Legal("GG").ShouldBeFalse();
        rules.Legal("rG").ShouldBeTrue();
        Stages.Of(crossing, rules).ShouldBe(["Gg", "rG"]);
    }

    [Fact]
    public void Two_turns_that_gave_way_to_each_other_get_their_own_green_together_and_do_not_wait_for_each_other_for_ever()
    {
        // Left turns of a skew junction whose ways cross: the plan shows them both giving way and both going, never one of each.
        HashSet<int>[] foes = [[1, 2], [0, 2], [0, 1]];
        var crossing = new Intersection("J", [.. foes.Select((f, i) => new Movement(i, [new Way($"a{i}_0", $"b{i}_0", null, 's')], f, false))], [],
            new Plan("0", "static", 0, [new("Ggg", 20), new("ygg", 3), new("rGG", 6), new("ryy", 3)]));
        var rules = new SafetyRules(crossing);
        var guard = new Guard(rules, ["Ggg", "rGG"], "Ggg", 0);
        string.Join(' ', Enumerable.Range(0, 11).Select(t => guard.Step(t, "rGG"))).ShouldBe("Ggg Ggg Ggg Ggg Ggg ygg ygg ygg rGG rGG rGG");
        string.Join(' ', Enumerable.Range(11, 5).Select(t => guard.Step(t, "Ggg"))).ShouldBe("rgg Ggg Ggg Ggg Ggg");
    }

    [Fact]
    public void Who_walks_goes_red_as_long_before_the_cars_as_the_plan_says()
    {
        var foes = new[] { new HashSet<int> { 1 }, [0] };
        var crossing = new Intersection("J", [new Movement(0, [new Way("a_0", "b_0", null, 's')], foes[0], false), new Movement(1, [], foes[1], true)], [],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 12), new("rr", 7)]));
        var rules = new SafetyRules(crossing);
        var guard = new Guard(rules, ["Gr", "rG"], "rG", 0);
        string.Join(' ', Enumerable.Range(0, 14).Select(t => guard.Step(t, "Gr"))).ShouldBe("rG rG rG rG rG rr rr rr rr rr rr rr Gr Gr");
    }

    [Fact]
    public void Who_begins_in_the_others_yellow_by_the_plan_needs_no_clearance_after_it_and_the_others_keep_theirs()
    {
        HashSet<int>[] foes = [[1, 2], [0, 2], [0, 1]];
        var crossing = new Intersection("J", [.. foes.Select((f, i) => new Movement(i, [new Way($"a{i}_0", $"b{i}_0", null, 's')], f, false))], [],
            new Plan("0", "static", 0, [new("Grr", 20), new("yGr", 3), new("rGr", 17), new("ryr", 3), new("rrr", 4), new("rrG", 20), new("rry", 3), new("rrr", 2)]));
        var rules = new SafetyRules(crossing);
        rules.Clear_s[0, 1].ShouldBe(0);
        rules.Clear_s[1, 2].ShouldBe(4);
        rules.Clear_s[2, 0].ShouldBe(2);
        rules.Clear_s[1, 0].ShouldBe(2);
        rules.Change_s("Grr", "rGr").ShouldBe(3);
    }

    [Fact]
    public void A_short_phase_between_two_others_is_no_clearance_between_them()
    {
        // Six seconds of left turns between the two streets; two seconds of all-red before and after them.
        HashSet<int>[] foes = [[1, 2], [0, 2], [0, 1]];
        var crossing = new Intersection("J", [.. foes.Select((f, i) => new Movement(i, [new Way($"a{i}_0", $"b{i}_0", null, 's')], f, false))], [],
            new Plan("0", "static", 0, [new("Grr", 30), new("yrr", 3), new("rrr", 2), new("rGr", 6), new("ryr", 3), new("rrr", 1), new("rrG", 30), new("rry", 3), new("rrr", 2)]));
        var rules = new SafetyRules(crossing);
        rules.Clear_s[0, 1].ShouldBe(2);
        rules.Clear_s[1, 2].ShouldBe(1);
        rules.Clear_s[2, 0].ShouldBe(2);
        rules.Clear_s[0, 2].ShouldBe(1);
        rules.Change_s("Grr", "rrG").ShouldBe(4);
    }
}
