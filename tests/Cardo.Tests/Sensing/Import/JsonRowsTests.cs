using System.Text;
using Cardo.Sensing.Import;

namespace Cardo.Tests.Sensing.Import;

public sealed class JsonRowsTests
{
    static List<string?[]> Read(string json, string path, bool geo, List<string>? faults, params string[] columns) =>
        Given.Rows(new JsonRows(Given.Bytes(json), path, geo, columns), columns.Length, faults);

    [Fact]
    public void Records_stand_in_an_array_somewhere_inside_and_columns_are_dotted_paths()
    {
        var rows = Read("""{"skip":{"deep":[1,{"a":2}]},"data":{"items":[{"a":1.50,"p":{"x":"é"}},{"a":null,"list":[1, 2]},{"a":true}]}}""", "data.items", false, null, "a", "p.x", "list");
        rows.ShouldBe([["1.50", "é", null], [null, null, "[1, 2]"], ["true", null, null]]);
    }

    [Fact]
    public void An_object_of_objects_gives_its_keys()
    {
        Read("""{"W1":{"name":"a"},"W2":{"name":"b"}}""", "", false, null, "_key", "name").ShouldBe([["W1", "a"], ["W2", "b"]]);
    }

    [Fact]
    public void A_file_that_breaks_off_gives_what_stands_before_the_break()
    {
        var faults = new List<string>();
        Read("[{\"a\":1},\n{\"a\":2},\n{\"a\":", "", false, faults, "a").ShouldBe([["1"], ["2"]]);
        faults.Single().ShouldStartWith("3: the file is broken from here on");
    }

    [Fact]
    public void Records_far_longer_than_the_buffer_are_read_one_at_a_time()
    {
        var json = new StringBuilder("\uFEFF[");
        for (var i = 0; i < 300; i++) json.Append(i > 0 ? "," : "").Append($"{{\"a\":{i},\"b\":\"{new string('x', i * 1000)}\"}}\n");
        var rows = Read(json.Append(']').ToString(), "", false, null, "a", "b");
        rows.Count.ShouldBe(300);
        rows[299][1]!.Length.ShouldBe(299_000);
    }

    [Fact]
    public void Features_give_their_properties_and_their_geometry_and_anything_else_is_told()
    {
        var reader = new JsonRows(Given.Bytes("""
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3826"}},"features":[
            {"type":"Feature","properties":{"a.b":"x"},"geometry":{"type":"Point","coordinates":[1,2]}},
            {"type":"Feature","properties":null,"geometry":null},
            42]}
            """), "features", true, ["a.b"]);
        var row = new Row(1);
        reader.Next(row).ShouldBeTrue();
        row[0].ToString().ShouldBe("x");
        Encoding.UTF8.GetString(row.Geometry.Span).ShouldBe("""{"type":"Point","coordinates":[1,2]}""");
        row.Line.ShouldBe(2);
        reader.Next(row).ShouldBeTrue();
        row.Geometry.IsEmpty.ShouldBeTrue();
        reader.Next(row).ShouldBeTrue();
        row.Fault.ShouldBe("a record that is no GeoJSON feature");
        reader.Next(row).ShouldBeFalse();
        reader.Crs.ShouldNotBeNull().ShouldContain("3826");
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_a_problem_of_the_file()
    {
        var reader = new JsonRows(Given.Bytes("""{"a":1}"""), "features", true, []);
        reader.Next(new Row(0)).ShouldBeFalse();
        reader.Problem.ShouldBe("no member \"features\"");
    }

    [Fact]
    public void A_line_that_is_no_JSON_is_rejected_by_itself()
    {
        var faults = new List<string>();
        var reader = new NdjsonRows(new StringReader("{\"a\":1}\n\nnonsense\n{\"a\":2}\n" + new string('x', NdjsonRows.MaxLine + 1) + "\n{\"a\":3}"), ["a"]);
        Given.Rows(reader, 1, faults).ShouldBe([["1"], ["2"], ["3"]]);
        faults[0].ShouldStartWith("3: no JSON");
        faults[1].ShouldStartWith("5: a line of more than");
    }

    [Fact]
    public void Topologies_are_decoded_arcs_stitched_and_reversed_ones_read_backwards()
    {
        const string topology = """
            {"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[120,23]},
             "arcs":[[[0,0],[2,0],[0,2]],[[0,0],[0,2],[2,0]]],
             "objects":{"areas":{"type":"GeometryCollection","geometries":[
               {"type":"Polygon","arcs":[[0,-2]],"properties":{"name":"square"}},
               {"type":"Polygon","arcs":[[9]],"properties":{"name":"broken"}}]}}}
            """;
        var reader = new TopoJsonRows(Given.Bytes(topology), "", ["name"]);
        var row = new Row(1);
        reader.Next(row).ShouldBeTrue();
        var shape = new Shapes(null).Read(row.Geometry, out _)!;
        shape.AsText().ShouldBe("POLYGON ((120 23, 121 23, 121 23.5, 120 23.5, 120 23))");
        reader.Next(row).ShouldBeTrue();
        row.Fault.ShouldNotBeNull().ShouldStartWith("a geometry that can't be decoded");
    }
}
