using Cardo.Cases.Learning;

namespace Cardo.Tests.Cases.Learning;

public class DispatchModelTests
{
    [Fact]
    public void It_learns_words_of_two_scripts_and_says_which_spoke_for_the_label()
    {
        var model = Towns.Model(Towns.Spoken(2_000));
        var lamp = model.Predict(new CaseText("new", "The LAMP post here is dark", Towns.Start));
        lamp.Label.ShouldBe("lighting");
        lamp.Confidence.ShouldBeGreaterThan(0.9);
        lamp.Reasons.ShouldContain(r => r.Kind == ReasonKind.Words && r.Text.Contains("lamp", StringComparison.Ordinal));
        lamp.Reasons.Count.ShouldBeLessThanOrEqualTo(6);
        lamp.PastCases.ShouldNotBeEmpty();
        lamp.Alternatives.ShouldHaveSingleItem().Label.ShouldBe("waste");
        model.Predict(new CaseText("new", "巷口垃圾三天沒清運", Towns.Start)).Label.ShouldBe("waste");
        model.Predict(new CaseText("new", "ＬＡＭＰ ｐｏｓｔ", Towns.Start)).Label.ShouldBe("lighting");
    }

    [Fact]
    public void Place_decides_where_the_words_do_not()
    {
        var history = Towns.Placed(3_000);
        var model = Towns.Model(history[..2_500]);
        history[2_500..].Count(c => model.Choose(c.Text).Label == c.Label).ShouldBeGreaterThan(490);
        model.Predict(history[^1].Text).Reasons.ShouldContain(r => r.Kind == ReasonKind.Place);
    }

    [Fact]
    public void The_same_history_makes_the_same_model_to_the_last_bit()
    {
        var (a, b) = (Saved(Towns.Model(Towns.Spoken(800))), Saved(Towns.Model(Towns.Spoken(800))));
        a.ShouldBe(b);
    }

    [Fact]
    public void A_saved_model_goes_on_as_the_one_that_was_saved()
    {
        var (history, later) = (Towns.Spoken(1_200), Towns.Placed(300));
        var model = Towns.Model(history);
        DispatchModel.Load(new MemoryStream(Saved(model))).Try(out var loaded, out _).ShouldBeTrue();
        foreach (var (text, label) in later)
        {
            model.Learn(text, label);
            loaded!.Learn(text, label);
        }
        foreach (var (text, _) in later) loaded!.Choose(text).ShouldBe(model.Choose(text));
        loaded!.Labels.ShouldBe(model.Labels);
        loaded.Cases.ShouldBe(1_500);
    }

    [Fact]
    public void Bytes_that_are_no_model_are_refused_and_never_thrown_at()
    {
        var whole = Saved(Towns.Model(Towns.Spoken(300)));
        foreach (var length in new[] { 0, 7, 16, 100, whole.Length - 1 })
            DispatchModel.Load(new MemoryStream(whole[..length])).Refusal.Code.ShouldBe("model-unreadable");
        for (var i = 0; i < whole.Length; i += whole.Length / 50)
        {
            var broken = (byte[])whole.Clone();
            broken[i] ^= 0x40;
            DispatchModel.Load(new MemoryStream(broken)).Ok.ShouldBeFalse();
        }
    }

    [Fact]
    public void Nothing_learned_means_nothing_said()
    {
        var model = new DispatchModel();
        model.Predict(new CaseText("x", "hello", 0)).ShouldBeSameAs(Prediction.None);
        Towns.Model([]).Choose(new CaseText("x", "hello", 0)).Label.ShouldBe("");
        model.Trusts(model.Choose(new CaseText("x", "hello", 0)), 0.9).ShouldBeFalse();
    }

    [Fact]
    public void It_follows_when_the_work_goes_to_somebody_else()
    {
        var model = Towns.Model(Towns.Spoken(1_000));
        var right = 0;
        foreach (var (text, label) in Towns.Spoken(600, 7))
        {
            var now = label == "waste" ? "contractor" : label;
            if (model.Choose(text).Label == now) right++;
            model.Learn(text, now);
        }
        right.ShouldBeGreaterThan(540);
    }

    [Fact]
    public void Strange_input_is_a_case_like_any_other()
    {
        var model = Towns.Model(Towns.Spoken(300));
        CaseText[] strange =
        [
            new("", "", long.MinValue), new("", string.Concat(Enumerable.Repeat("𠀀", 5_000)), long.MaxValue), new("x", "\0\uffff\ud800", 0) { Lon = double.NaN, Lat = 1 },
            new("x", new string('a', 100_000), 0) { Lon = 500, Lat = -500, AheadHours = 1e9, Clues = [.. Enumerable.Repeat(new Clue("", ""), 50), .. Enumerable.Repeat(new Clue("a", "b"), 50)] },
        ];
        foreach (var text in strange)
        {
            model.Learn(text, "odd");
            model.Predict(text).Confidence.ShouldBeInRange(0, 1);
        }
        model.Learn(strange[0], "");
        model.Learn(strange[0], new string('x', 300));
        model.Labels.Count.ShouldBe(3);
    }

    [Fact]
    public void Confidence_is_as_often_right_as_it_says()
    {
        var model = Towns.Model(Towns.Spoken(3_000));
        var judged = new List<(double, bool)>();
        foreach (var (text, label) in Towns.Spoken(2_000, 9))
        {
            var choice = model.Choose(text);
            judged.Add((choice.Confidence, choice.Label == label));
            model.Learn(text, label);
        }
        Measures.CalibrationError(judged).ShouldBeLessThan(0.03);
    }

    static byte[] Saved(DispatchModel model)
    {
        using var to = new MemoryStream();
        model.Save(to);
        return to.ToArray();
    }
}
