using Cardo.Kernel;

namespace Cardo.Tests.Indicators;

/// <summary>Whatever is wrong is said with file, row and column, and nothing is computed.</summary>
public class BadSpecTests
{
    const string Good = "unit,a,b\nx,1,2\ny,2,1\nz,3,5\n";
    const string Tree = "tree: [{id: top, children: [a, b]}]\n";

    static string Said(string yaml, params (string, string)[] files)
    {
        Refusal refusal = Asked.Refused(yaml, files);
        return string.Join('\n', [refusal.Message, .. refusal.Details ?? []]);
    }

    [Theory]
    [InlineData("unit,a\nx,1\n", "column \"b\" is missing")]
    [InlineData("unit,a,b\nx,1,2\ny,abc,1\n", "data.csv line 3, column a: \"abc\" is not a number")]
    [InlineData("unit,a,b\nx,1,2\nx,2,1\n", "data.csv line 3, column unit: \"x\" is there twice, first on line 2")]
    [InlineData("unit,a,b\nx,1,2\n,2,1\n", "data.csv line 3, column unit: the unit is missing")]
    [InlineData("unit,a,b\nx,1,2\ny,2\n", "data.csv line 3: 2 cells where the header has 3 columns")]
    [InlineData("unit,a,b\nx,1,2\ny,1,3\nz,1,4\n", "data.csv, column a: all 3 values are equal")]
    [InlineData("unit,a,b\nx,1,2\n", "all 1 values are equal")]
    [InlineData("unit,a,b\nx,,2\ny,,1\n", "data.csv, column a: no value at all")]
    [InlineData("unit,a,b\n", "no rows below the header")]
    [InlineData("unit,a,b\nx,\"1,2\ny,2,1\n", "a quote is not closed")]
    public void Faults_of_the_data_name_their_place(string data, string said) =>
        Said("data: {file: data.csv}\n" + Tree + "normalise: min-max\n", ("data.csv", data)).ShouldContain(said);

    [Theory]
    [InlineData("id,parent\na,top\nb,a\ntop,b\n", "its own ancestor: a < top < b < a")]
    [InlineData("id,parent\na,top\nb,nobody\ntop,\n", "tree.csv line 3: \"b\" has the parent \"nobody\", which is not in the tree")]
    [InlineData("id,parent,weight\na,top,1\nb,top,-2\ntop,,1\n", "tree.csv line 3, column weight: a weight of -2")]
    [InlineData("id,parent\na,top\na,top\ntop,\n", "tree.csv line 3: \"a\" is there twice")]
    [InlineData("id,parent,unit\na,top,km\nb,top,\ntop,,\n", "the unit of \"b\" is missing")]
    [InlineData("id,parent,direction\na,top,1\nb,top,sideways\ntop,,1\n", "tree.csv line 3, column direction: \"sideways\" is not a direction")]
    [InlineData("id\na\n", "column \"parent\" is missing")]
    public void Faults_of_the_tree_name_their_place(string tree, string said) =>
        Said("data: {file: data.csv}\ntree: {file: tree.csv}\nnormalise: min-max\n", ("data.csv", Good), ("tree.csv", tree)).ShouldContain(said);

    [Theory]
    [InlineData("normalise: min-maxx\n", "spec.yaml line 3, normalise: \"min-maxx\" is not known here. Known: none, min-max")]
    [InlineData("normalise: {method: min-max, low: 3}\n", "\"low\" is not known here")]
    [InlineData("colour: red\n", "\"colour\" is not known here")]
    [InlineData("normalise: z-score\naggregate: geometric\n", "the geometric mean needs positive values")]
    [InlineData("normalise: goalposts\n", "column a: goalposts need a min and a max")]
    [InlineData("nodes: {c: {weight: 1}}\n", "there is no node \"c\" in the tree")]
    [InlineData("levels: {3: {normalise: rank}}\n", "there is no level 3")]
    [InlineData("weights: {sum: 1}\n", "sum to 2, not to 1")]
    [InlineData("treat: {winmax: many}\n", "treat.winmax: \"many\" is not a number")]
    [InlineData("impute: group-mean\n", "imputation by group needs by:")]
    public void Faults_of_the_specification_name_their_place(string more, string said) =>
        Said("data: {file: data.csv}\n" + Tree + more, ("data.csv", Good)).ShouldContain(said);

    [Fact]
    public void A_file_that_is_not_there_is_said() => Said("data: {file: none.csv}\n" + Tree).ShouldContain("none.csv: there is no such file");

    [Fact]
    public void A_text_that_is_not_yaml_is_said_with_its_line() => Said("data: {file: data.csv\ntree: [\n").ShouldContain("not readable as YAML");

    [Fact]
    public void A_direction_holds_at_any_level()
    {
        const string yaml = "data: {file: data.csv}\ntree: [{id: top, children: [{id: left, direction: -1, children: [a]}, {id: right, children: [b]}]}]\nnormalise: min-max\n";
        var scores = Asked.Score(yaml, ("data.csv", Good)).Table("scores");
        // a is 0, .5, 1 and counts the other way round above; b is .25, 0, 1.
        scores.Number("top", ("unit", "x")).ShouldBe((1 + .25) / 2, 1e-12);
        scores.Number("top", ("unit", "z")).ShouldBe((0 + 1.0) / 2, 1e-12);
    }
}
