using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases.Learning;

public sealed class LearnDeskTests : IDisposable
{
    readonly string file = Path.Combine(Directory.CreateTempSubdirectory("cardo-learn-").FullName, "cases.csv");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(file)!, true);

    LearnTask Task(params string[] lines)
    {
        File.WriteAllLines(file, lines);
        return new LearnTask(file, "label", "time") { Text = ["text"] };
    }

    static Outcome<LearnReport> Run(LearnTask task) => LearnDesk.Rehearse(task, TimeProvider.System);

    string[] Town(int count) =>
        ["id,time,label,text", .. Towns.Spoken(count).Select(c => $"{c.Text.Id},{Instants.Format(c.Text.AtUs)},{c.Label},\"{c.Text.Words}\"")];

    [Fact]
    public void It_learns_the_earlier_rows_and_predicts_the_later_ones()
    {
        var task = Task(Town(1_000)) with { Id = "id", SaveModel = file + ".model" };
        Run(task).Try(out var report, out _).ShouldBeTrue();
        (report!.TrainRows, report.TestRows, report.Labels).ShouldBe((800, 200, 2));
        report.Accuracy.ShouldBeGreaterThan(0.93);
        report.AccuracyInterval.From.ShouldBeLessThan(report.Accuracy);
        LearnDesk.Json(report).ShouldContain("\"macro_f1\"");
        using var saved = File.OpenRead(file + ".model");
        Cardo.Cases.Learning.DispatchModel.Load(saved).Value.Cases.ShouldBe(1_000);
    }

    [Fact]
    public void The_same_file_gives_the_same_figures()
    {
        var task = Task(Town(600));
        var (a, b) = (Run(task).Value, Run(task).Value);
        (a.Accuracy, a.MacroF1, a.CalibrationError, a.AtThreshold.Coverage).ShouldBe((b.Accuracy, b.MacroF1, b.CalibrationError, b.AtThreshold.Coverage));
    }

    [Fact]
    public void Refusals_name_the_file_and_what_is_wrong()
    {
        Run(Task() with { File = file + "x" }).Refusal.Message.ShouldContain("is not there");
        Run(Task()).Refusal.Message.ShouldContain($"{file} is empty");
        Run(Task("text,label,time")).Refusal.Message.ShouldContain("a header and no rows");
        Run(Task("words,label,time", "a,b,2018-01-01")).Refusal.Message.ShouldContain("no column \"text\"; its columns are: words, label, time");
        Run(Task("text,label,time", "a,b,2018-01-01", "a,b,yesterday")).Refusal.Details!.ShouldContain(d => d.Contains("line 3", StringComparison.Ordinal) && d.Contains("\"yesterday\"", StringComparison.Ordinal));
        Run(Task("text,label,time", "a,b,2018-01-01", "a,b,2018-01-02") with { TestFrom = "2019-01-01" }).Refusal.Code.ShouldBe("nothing-on-one-side");
        Run(Task("text,label,time", "a,b,2018-01-01") with { TestFrom = "soon" }).Refusal.Code.ShouldBe("bad-date");
        Run(Task("text,label,time", "a,b,2018-01-01") with { Zone = "Mars/Base" }).Refusal.Code.ShouldBe("no-zone");
        Run(Task("text,label,time", "a,b,2018-01-01") with { Text = [] }).Refusal.Code.ShouldBe("nothing-to-learn-from");
        File.WriteAllText(file + ".gz", "not packed");
        Run(Task("x") with { File = file + ".gz" }).Refusal.Code.ShouldBe("file-unreadable");
    }

    [Fact]
    public void A_few_broken_rows_are_left_out_and_told()
    {
        var task = Task([.. Town(300), "x,2018-01-01,waste", "x,never,waste,bin", "x,2018-01-01,,bin", "x,2018-01-01,waste,\"open"]);
        var report = Run(task).Value;
        report.RowsLeftOut.Values.Sum().ShouldBe(4);
        report.LeftOutInWords.ShouldContain(t => t.Contains("line 302", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Semicolons_tabs_and_bars_part_columns_as_well(char delimiter)
    {
        var plain = Run(Task(Town(400))).Value;
        var task = Task([.. Town(400).Select(l => l.Replace(',', delimiter))]);
        var other = Run(task).Value;
        (other.TrainRows, other.Accuracy).ShouldBe((plain.TrainRows, plain.Accuracy));
    }

    [Fact]
    public void A_byte_order_mark_line_ends_within_quotes_and_empty_labels_do_no_harm()
    {
        string[] town = Town(300);
        var odd = town.Select((l, i) => i > 0 && i % 7 == 0 ? l.Replace(",\"", ",\"one line\r\nand \"\"another\"\", ", StringComparison.Ordinal) : l);
        File.WriteAllText(file, string.Join("\r\n", [.. odd, "x,2018-01-01,,bin"]), new System.Text.UTF8Encoding(true));
        var report = Run(new LearnTask(file, "label", "time") { Text = ["text"], Id = "id" }).Value;
        report.RowsRead.ShouldBe(301);
        report.RowsLeftOut.ShouldBe(new Dictionary<string, int> { ["no label"] = 1 });
        report.Accuracy.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void One_label_alone_is_always_right_and_five_hundred_are_learned()
    {
        var one = Run(Task(["text,label,time", .. Enumerable.Range(0, 300).Select(i => $"word{i % 9},same,2018-01-{1 + i % 28:00}")])).Value;
        (one.Labels, one.Accuracy, one.MacroF1).ShouldBe((1, 1, 1));
        var many = Run(Task(["text,label,time", .. Enumerable.Range(0, 6_000).Select(i => $"thing{i * 7 % 500} broken,label{i * 7 % 500},{Instants.Format(Towns.Start + i * 60_000_000L)}")])).Value;
        (many.Labels, many.Accuracy > 0.95).ShouldBe((500, true));
    }

    [Fact]
    public void Moments_are_read_as_cities_write_them()
    {
        var task = Task("text,label,time", "a,b,2018-07-04 10:00:00+02:00", "a,b,2018-07-04T08:00:01Z", "a,b,04.07.2018 10:00:02", "a,b,07/04/2018 10:00:03 AM", "a,b,2018/07/04 10:00:04", "a,b,2018-07-04 08:00:05 UTC")
            with
        { Zone = "Europe/Berlin", TestFrom = "2018-07-04 10:00:03" };
        var report = Run(task).Value;
        (report.TrainRows, report.TestRows, report.TestFrom).ShouldBe((3, 3, "2018-07-04T08:00:03Z"));
    }

    [Fact]
    public void More_labels_than_can_be_learned_are_told_of()
    {
        var report = Run(Task(["text,label,time", .. Enumerable.Range(0, 1_200).Select(i => $"word{i},label{i},2018-01-01")])).Value;
        report.LeftOutInWords.ShouldContain(t => t.Contains("1,200 labels", StringComparison.Ordinal));
        report.Labels.ShouldBe(1_000);
    }

    [Fact]
    public void The_answer_and_the_rows_own_address_can_be_taken_out_of_the_text()
    {
        var task = Task("text,label,time,place",
            "lamp lighting Main St 1,lighting,2018-01-01,Main St 1", "lighting,lighting,2018-01-02,", "bin waste,waste,2018-01-03,", "lamp Main St 1,lighting,2018-01-04,Elm St")
            with
        { LeakRemove = ["label"], DropOwnWords = ["place"], TestShare = 0.5 };
        var report = Run(task).Value;
        report.RowsLeftOut["nothing left of the text"].ShouldBe(1);
        (report.TrainRows + report.TestRows).ShouldBe(3);
    }

    [Fact]
    public void Bostons_departments_are_told_better_than_by_counting()
    {
        var task = new LearnTask(Boston.File, "department", "opened_utc")
        {
            Context = ["service", "source", "neighborhood", "pw_district"],
            Lon = "lon",
            Lat = "lat",
            Id = "case_id",
            Zone = "America/New_York",
        };
        var report = Run(task).Value;
        report.Accuracy.ShouldBeGreaterThan(0.95);
        report.AtThreshold.HindsightCoverage.ShouldBeGreaterThan(0.86);
        report.AtThreshold.Coverage.ShouldBeGreaterThan(0.85);
        report.AtThreshold.Accuracy.ShouldBeGreaterThan(0.985);
        report.CalibrationError.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void Tainans_categories_are_told_with_the_answer_taken_out_of_the_words()
    {
        var task = new LearnTask(Repository.Shared("tainan/requests_1999/requests_2015-04_2018-12.csv.gz"), "service_name", "requested_datetime")
        {
            Text = ["description"],
            LeakRemove = ["service_name", "subproject"],
            DropOwnWords = ["address"],
            Zone = "Asia/Taipei",
        };
        var report = Run(task).Value;
        report.Accuracy.ShouldBeGreaterThan(0.765);
        report.MacroF1.ShouldBeGreaterThan(0.63);
        report.AtThreshold.Accuracy.ShouldBeGreaterThan(0.985);
    }
}
