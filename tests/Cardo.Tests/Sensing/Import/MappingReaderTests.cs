using Cardo.Sensing.Import;

namespace Cardo.Tests.Sensing.Import;

public sealed class MappingReaderTests
{
    const string Good = """
        title: T
        files: a.csv
        type: Park
        id: "urn:ngsi-ld:Park:{no}"
        attributes:
          name: {from: name}
        """;

    [Fact]
    public void A_mapping_names_its_columns_and_its_kind()
    {
        var mapping = Given.Mapping(Good);
        mapping.Name.ShouldBe("test");
        mapping.Columns.ShouldBe(["no", "name"]);
        mapping.Types.ShouldBe(["https://uri.etsi.org/ngsi-ld/default-context/Park"]);
        mapping.Observations.ShouldBeFalse();
    }

    [Fact]
    public void A_key_nobody_knows_is_refused_with_its_line()
    {
        Given.Errors(Good + "\nattribtues: {}").ShouldBe(["test.yaml:7: attribtues: is not a key of this place"]);
        Given.Errors(Good.Replace("{from: name}", "{from: name, unit: m}")).ShouldBe(["test.yaml:6: unit: is not a key of this place"]);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var errors = Given.Errors("""
            title: T
            files: ../../etc/passwd
            encoding: klingon
            delimiter: ";;"
            type: Park
            id: "park:{no}"
            history: observations
            group: true
            attributes:
              a: {from: x, const: y}
              b: {from: x, range: [2, 1], type: number}
              c: {from: x, scale: 2}
              d: {from: x, match: "(((" }
              e: {template: "{open"}
              id: {from: x}
            location: {lon: x, crs: 99999, outside: somewhere}
            """);
        errors.Count.ShouldBe(15, string.Join("\n", errors));
        errors.ShouldContain("test.yaml:2: files: \"../../etc/passwd\" leaves the data folder");
        errors.ShouldContain("test.yaml:3: encoding: \"klingon\" is no known encoding");
        errors.ShouldContain("test.yaml:6: id: must begin with urn:");
        errors.ShouldContain("test.yaml:10: const: say exactly one of from, const, template and relationship");
        errors.ShouldContain("test.yaml:11: range: ends before it begins");
        errors.ShouldContain("test.yaml:12: scale: only numbers have one: say type: number");
        errors.ShouldContain("test.yaml:14: template: the brace at 1 is never closed");
        errors.ShouldContain("test.yaml:16: lat: is missing");
        errors.ShouldContain(e => e.StartsWith("test.yaml:16: crs: EPSG:99999 isn't known", StringComparison.Ordinal));
        errors.ShouldContain("test.yaml:16: outside: must be reject, unplaced or keep, not \"somewhere\"");
    }

    [Fact]
    public void What_is_no_YAML_is_refused_with_its_line() =>
        Given.Errors("title: [a\nfiles: b").ShouldHaveSingleItem().ShouldStartWith("test.yaml:");

    [Fact]
    public void Ids_are_made_of_columns_pieces_and_hashes_and_are_URNs()
    {
        List<string> columns = [];
        int Column(string name)
        {
            if (!columns.Contains(name)) columns.Add(name);
            return columns.IndexOf(name);
        }
        var id = Template.Read("urn:x:{code[3..5]}:{name}:{hash:name,code}", true, Column, out _)!;
        var row = new Row(2);
        row.Set(0, "A6713-01");
        row.Set(1, "永康 1");
        var made = id.Make(row)!;
        made.ShouldStartWith("urn:x:13:%E6%B0%B8%E5%BA%B7%201:");
        made.Split(':')[^1].ShouldMatch("^[0-9a-f]{12}$");
        row.Clear();
        row.Set(0, "A6");
        id.Make(row).ShouldBeNull();
    }
}
