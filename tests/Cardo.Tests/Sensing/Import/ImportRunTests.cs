using Cardo.Kernel;
using Cardo.Sensing;

namespace Cardo.Tests.Sensing.Import;

/// <summary>What becomes of rows: each trap that real files hold, in small.</summary>
public sealed class ImportRunTests : IDisposable
{
    readonly Given given = new();

    public void Dispose() => given.Dispose();

    const string Places = """
        title: Places
        files: a.csv
        type: Place
        id: "urn:x:{id}"
        attributes:
          name: {from: name}
        location: {lon: lon, lat: lat, swapped: correct, outside: unplaced, missing: unplaced, nulls: [nowhere]}
        """;

    [Fact]
    public async Task Swapped_axes_are_put_right_and_other_wrong_places_are_kept_without_one()
    {
        given.File("a.csv", "id,name,lon,lat\n1,right,120.2,23.0\n2,swapped,23.0,120.2\n3,lost digit,120.2,3.089\n4,null island,0,0\n5,none,,\n6,word,nowhere,nowhere\n7,bad,abc,23\n8,NaN,NaN,23\n");
        var (report, entities) = await given.Import(Places);
        report.Imported.ShouldBe(8);
        report.MarkedBy.ShouldBe(new Dictionary<string, long>
        {
            ["axes swapped, corrected"] = 1,
            ["outside the city"] = 1,
            ["coordinates 0, 0"] = 1,
            ["no coordinates"] = 2,
            ["coordinates that are no numbers"] = 2,
        }, ignoreOrder: true);
        Given.Value(entities["urn:x:1"], "location").ShouldBe(Given.Value(entities["urn:x:2"], "location"));
        entities.Values.Count(e => e.Find(Cardo.Twin.Names.Location) is not null).ShouldBe(2);
        File.ReadAllLines(report.ListFile!)[1].ShouldBe("marked,a.csv,3,\"axes swapped, corrected\",urn:x:2");
    }

    [Fact]
    public async Task A_mapping_that_says_nothing_of_wrong_places_rejects_them()
    {
        given.File("a.csv", "id,name,lon,lat\n1,right,120.2,23.0\n2,swapped,23.0,120.2\n3,out,121.5,25\n4,none,,\n");
        var (report, _) = await given.Import(Places.Replace(", swapped: correct, outside: unplaced, missing: unplaced, nulls: [nowhere]", ""));
        report.RejectedBy.ShouldBe(new Dictionary<string, long> { ["axes swapped"] = 1, ["outside the city"] = 1, ["no coordinates"] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("big5")]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("gbk")]
    public async Task Text_is_read_in_the_encoding_it_was_written_in(string encoding)
    {
        given.File("a.csv", "id,name,lon,lat\n1,曾文溪,120.2,23.0\n", encoding);
        var (report, entities) = await given.Import($"encoding: {encoding}\n{Places}");
        report.Marked.ShouldBe(0);
        Given.Value(entities["urn:x:1"], "name").ShouldBe("曾文溪");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_marked_and_packed_files_are_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write([.. "id,name,lon,lat\n1,"u8, 0xFF, 0xFE, .. ",120.2,23.0\n"u8]);
        given.File("a.csv", packed.ToArray());
        var (report, _) = await given.Import(Places);
        report.MarkedBy.Keys.ShouldBe(["characters that can't be decoded"]);
    }

    const string Levels = """
        title: Levels
        files: a.csv
        type: WaterObserved
        id: "urn:x:{id}"
        history: observations
        observedAt: {from: at, format: "yyyy-MM-dd HH:mm"}
        nulls: ["-"]
        attributes:
          level: {from: level, type: number, unitCode: MTR, range: [-1, 30], rate: {max: 3, per_s: 600}}
          alert: {from: alert, type: boolean}
          name: {from: name, still: true}
        """;

    [Fact]
    public async Task Doubtful_observations_are_kept_and_marked()
    {
        given.File("a.csv", """
            id,at,level,alert,name
            a,2018-08-23 00:00,1.0,0,A
            a,2018-08-23 00:10,4.5,1,A
            a,2018-08-23 00:20,-16.03,0,A
            a,2018-08-23 01:20,2.0,0,A
            b,2018-08-23 00:20,5.0,0,B
            """);
        var (report, entities) = await given.Import(Levels);
        report.Imported.ShouldBe(5);
        report.MarkedBy.ShouldBe(new Dictionary<string, long> { ["jumps: level"] = 2, ["out of range: level"] = 1 }, ignoreOrder: true);
        given.Observed.Where(o => o.Attribute.UnitCode == "MTR").Select(o => (Quality)o.Attribute.Doubts)
            .ShouldBe([Quality.Good, Quality.Rate, Quality.Range | Quality.Rate, Quality.Good, Quality.Good]);
        Instants.Format(given.Observed[0].Attribute.ObservedAtUs).ShouldBe("2018-08-22T16:00:00Z");
        Given.Value(entities["urn:x:a"], "name").ShouldBe("A");
    }

    [Fact]
    public async Task Rows_that_say_nothing_or_say_it_twice_are_counted()
    {
        given.File("a.csv", "id,at,level,alert,name\na,2018-08-23 00:00,1,0,A\na,2018-08-23 00:00,1,0,A\na,2018-08-23 00:10,-,,A\na,yesterday,1,0,A\n,2018-08-23 00:00,1,0,A\na,2018-08-23 00:20,NaN,maybe,A\na,2018-08-22 23:50,1,0,A\n");
        var (report, _) = await given.Import(Levels);
        (report.Read, report.Imported, report.Duplicates, report.Rejected).ShouldBe((7, 2, 1, 4));
        report.RejectedBy.ShouldBe(new Dictionary<string, long> { ["no value observed"] = 2, ["no time in the expected form"] = 1, ["no id"] = 1 }, ignoreOrder: true);
        report.Examples.ShouldContain(new RowIssue(RowIssueKind.Duplicate, "a.csv", 3, "the same moment again", "urn:x:a"));
    }

    [Fact]
    public async Task Words_units_lists_and_dates_become_values()
    {
        given.File("a.csv", "id,size,unit,days,began,ended,zip\n1,2,inch,\"一,三\",2024-01-02,2024-01-01,[710]臺南市\n2,0.000,m,八,soon,,臺南市\n3,1.5,ell,,2024-01-02,2024-01-03,[1]x\n");
        var (report, entities) = await given.Import("""
            title: T
            files: a.csv
            type: [Pipe, Thing]
            id: "urn:x:{id}"
            attributes:
              size: {from: size, type: number, nulls: ["0"], unitCode: MMT, scaleBy: {from: unit, values: {inch: 25.4, m: 1000}}, decimals: 1}
              days: {from: days, split: ",", values: {一: Mo, 三: We}}
              began: {from: began, type: dateTime, format: yyyy-MM-dd}
              ended: {from: ended, type: dateTime, format: yyyy-MM-dd, notBefore: began}
              zip: {from: zip, match: '^\[(\d+)\]'}
              kind: {const: {a: [1, true, x]}}
              of: {relationship: "urn:y:{unit}"}
              text: {template: "{id} of {unit}"}
            """);
        var one = entities["urn:x:1"];
        Given.Value(one, "size").ShouldBe("50.8");
        Given.Value(one, "days").ShouldBe("""["Mo","We"]""");
        Given.Value(one, "began").ShouldBe("""{"@type":"DateTime","@value":"2024-01-01T16:00:00Z"}""");
        Given.Value(one, "zip").ShouldBe("710");
        Given.Value(one, "kind").ShouldBe("""{"a":[1,true,"x"]}""");
        Given.Value(one, "of").ShouldBe("urn:y:inch");
        Given.Value(one, "text").ShouldBe("1 of inch");
        report.MarkedBy.ShouldBe(new Dictionary<string, long>
        {
            ["before began: ended"] = 1,
            ["unknown word: days"] = 1,
            ["no time in the expected form: began"] = 1,
            ["not in the expected form: zip"] = 1,
            ["no known unit: size"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_of_one_id_are_put_together_where_the_mapping_groups()
    {
        given.File("a.json", """
            {"type":"FeatureCollection","features":[
             {"type":"Feature","properties":{"d":"x","n":2,"who":"a"},"geometry":{"type":"Polygon","coordinates":[[[120.1,23],[120.2,23],[120.2,23.1],[120.1,23.1]]]}},
             {"type":"Feature","properties":{"d":"x","n":3,"who":"b"},"geometry":{"type":"Polygon","coordinates":[[[120.2,23],[120.3,23],[120.3,23.1],[120.2,23.1],[120.2,23]]]}},
             {"type":"Feature","properties":{"d":"y","n":5,"who":"c"},"geometry":{"type":"Polygon","coordinates":[[["120.3","23"],["120.4","23"],["120.4","23.1"],["120.3","23"]]]}}]}
            """);
        var (report, entities) = await given.Import("""
            title: T
            files: a.json
            format: geojson
            type: District
            id: "urn:x:{d}"
            group: true
            attributes:
              people: {from: n, type: integer, merge: sum}
              parts: {from: n, type: integer, merge: count}
              who: {from: who, merge: collect}
            location: {geometry: true, merge: union}
            """);
        report.Entities.ShouldBe(2);
        report.MarkedBy.Keys.ShouldBe(["coordinates written as text"]);
        var x = entities["urn:x:x"];
        (Given.Value(x, "people"), Given.Value(x, "parts"), Given.Value(x, "who")).ShouldBe(("5", "2", """["a","b"]"""));
        x.Find(Cardo.Twin.Names.Location)!.Value.Geo!.Geometry().Area.ShouldBe(0.02, 1e-9);
    }

    [Fact]
    public async Task Where_the_last_row_of_an_id_wins_it_does_and_the_others_are_duplicates()
    {
        given.File("a.csv", "id,name,lon,lat\n1,old,120.2,23.0\n1,new,120.2,23.0\n");
        var (report, entities) = await given.Import("duplicates: keepLast\n" + Places);
        (report.Imported, report.Duplicates).ShouldBe((1, 1));
        Given.Value(entities["urn:x:1"], "name").ShouldBe("new");
    }

    [Fact]
    public async Task Missing_files_missing_columns_and_another_coordinate_system_are_problems_that_are_told()
    {
        (await given.Import(Places)).Report.Problems.Single().ShouldStartWith("a.csv is not in");
        given.File("a.csv", "id,lon\n1,2\n");
        (await given.Import(Places)).Report.Problems.Single().ShouldContain("no column \"name\", \"lat\" in the header: id, lon");
        given.File("a.csv", """{"crs":{"properties":{"name":"EPSG:3826"}},"features":[{"type":"Feature","properties":{"id":1},"geometry":{"type":"Point","coordinates":[174957,2541322]}}]}""");
        var geo = "title: T\nfiles: a.csv\nformat: geojson\ntype: X\nid: \"urn:x:{id}\"\nlocation: {geometry: true, crs: 3826}\n";
        var (report, entities) = await given.Import(geo);
        report.Problems.ShouldBeEmpty();
        Given.Value(entities["urn:x:1"], "location").ShouldStartWith("""{"type":"Point","coordinates":[120.26""");
        (await given.Import(geo.Replace(", crs: 3826", ""))).Report.Problems.Single().ShouldContain("the mapping says EPSG:4326");
    }

    [Fact]
    public async Task Nothing_a_file_can_hold_is_dropped_in_silence_or_throws()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            for (var j = 0; j < bytes.Length; j += 3) bytes[j] = (byte)"\",\n\r;123.,\"\""[random.Next(12)];
            given.File("a.csv", [.. "id,name,lon,lat\n"u8, .. bytes]);
            await given.Import(Places);
        }
    }
}
