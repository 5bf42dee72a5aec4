using Cardo.Sensing.Import;

namespace Cardo.Tests.Sensing.Import;

public sealed class CsvRowsTests
{
    static List<string?[]> Read(string text, List<string>? faults = null, char delimiter = ',', params string[] columns) =>
        Given.Rows(new CsvRows(new StringReader(text), delimiter, columns, null), columns.Length, faults);

    [Fact]
    public void Fields_may_be_quoted_and_hold_delimiters_quotes_and_lines()
    {
        var rows = Read("a,b\r\n\"1,5\",\"say \"\"yes\"\"\"\r\n\"two\nlines\",\r\n", null, ',', "b", "a");
        rows.ShouldBe([["say \"yes\"", "1,5"], ["", "two\nlines"]]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_one_line_and_not_the_rest_of_the_file()
    {
        var faults = new List<string>();
        var rows = Read("a,b\n1,x\n2,\"broken\n3,y\n4,z\n", faults, ',', "a", "b");
        rows.ShouldBe([["1", "x"], ["3", "y"], ["4", "z"]]);
        faults.ShouldBe(["3: a quote that is never closed"]);
    }

    [Fact]
    public void Text_after_a_closing_quote_and_a_wrong_number_of_fields_are_told_with_their_line()
    {
        var faults = new List<string>();
        var rows = Read("a,b\n\"1\"2,x\n3\n4,5,6\n7,8\n", faults, ',', "a", "b");
        rows.ShouldBe([["7", "8"]]);
        faults.ShouldBe(["2: text after a closing quote", "3: 1 fields where the header has 2", "4: 3 fields where the header has 2"]);
    }

    [Fact]
    public void A_byte_order_mark_blank_lines_and_a_missing_last_line_end_do_no_harm()
    {
        Read("\uFEFFa;b\n\n1;2\n\n\n3;4", null, ';', "a", "b").ShouldBe([["1", "2"], ["3", "4"]]);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_and_lines_without_end_are_refused()
    {
        var faults = new List<string>();
        var rows = Read($"a,b\n{new string('x', 300_000)},1\n{new string('y', CsvRows.MaxRecord + 5)},2\n{new string('z', 10)},3\n\"{new string('q', CsvRows.MaxRecord)}", faults, ',', "a", "b");
        rows.Select(r => (r[0]!.Length, r[1])).ShouldBe([(300_000, "1"), (10, "3")]);
        faults.Count.ShouldBe(2);
        faults[0].ShouldStartWith("3: a record of more than");
    }

    [Fact]
    public void A_header_without_a_wanted_column_or_with_it_twice_is_a_problem_of_the_file()
    {
        new CsvRows(new StringReader("a,b\n1,2"), ',', ["a", "c"], null).Problem.ShouldBe("no column \"c\" in the header: a, b");
        new CsvRows(new StringReader("a,a\n1,2"), ',', ["a"], null).Problem.ShouldBe("the header has 2 columns named \"a\"");
        new CsvRows(new StringReader(""), ',', ["a"], null).Problem.ShouldBe("the file is empty");
    }

    [Fact]
    public void Whatever_the_block_size_the_rows_are_the_same()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => i % 7 == 0 ? $"\"{i}\n\"\"q\"\"\",b{i}\r\n" : $"{i},b{i}\n"));
        var rows = Read("a,b\n" + text, null, ',', "a", "b");
        rows.Count.ShouldBe(40_000);
        rows[14].ShouldBe(["14\n\"q\"", "b14"]);
        rows[39_999].ShouldBe(["39999", "b39999"]);
    }
}
