using Cardo.Standards.TraCi;

namespace Cardo.Conformance.TraCi;

/// <summary>Bytes as SUMO's documentation "TraCI" lays them down, chapters Protocol, Control-related commands, Value Retrieval, State Changing and Object Variable Subscription.</summary>
public sealed class MessageTests
{
    static string Hex(TraCiWriter writer) => Convert.ToHexString(writer.Message().Span);

    [Fact] // Protocol: "Messages: total length (int32), then commands: length (ubyte), identifier, content"; 0x00 getversion
    public void A_version_request_is_a_length_and_a_command_of_two_bytes()
    {
        var writer = new TraCiWriter();
        writer.GetVersion();
        Hex(writer).ShouldBe("00000006" + "0200");
    }

    [Fact] // Control-related commands, 0x02: one double, the target time, 0 for one step
    public void A_simulation_step_carries_its_target_time()
    {
        var writer = new TraCiWriter();
        writer.SimulationStep(1.5);
        Hex(writer).ShouldBe("0000000E" + "0A02" + "3FF8000000000000");
    }

    [Fact] // Change Traffic Lights State, 0xc2: variable 0x20, id, type 0x0C, value
    public void A_signal_state_is_set_by_variable_id_and_typed_value()
    {
        var writer = new TraCiWriter();
        writer.SetText(TraCiDomain.TrafficLight, TraCiVariable.SignalState, "J1", "Gr");
        Hex(writer).ShouldBe("00000014" + "10C220" + "00000002" + "4A31" + "0C" + "00000002" + "4772");
    }

    [Fact] // Object Variable Subscription, 0xd4: begin, end, id, number of variables, variables
    public void A_vehicle_is_subscribed_to_from_begin_to_end()
    {
        var writer = new TraCiWriter();
        writer.Subscribe(TraCiDomain.Vehicle, "v", 0, 1, [TraCiVariable.LaneId, TraCiVariable.Speed]);
        Hex(writer).ShouldBe("0000001E" + "1AD4" + "0000000000000000" + "3FF0000000000000" + "00000001" + "76" + "02" + "5140");
    }

    [Fact] // Object Context Subscription, 0x82: begin, end, id, context domain (a get command), range, variables
    public void A_context_names_the_domain_around_and_the_range()
    {
        var writer = new TraCiWriter();
        writer.SubscribeContext(TraCiDomain.Junction, "j", 0, 0, TraCiDomain.Vehicle, 2, [TraCiVariable.Speed]);
        Hex(writer).ShouldBe("00000026" + "2289" + "00000000000000000000000000000000" + "00000001" + "6A" + "A4" + "4000000000000000" + "01" + "40");
    }

    [Fact] // Protocol: "if the length is above 255: 0x00, then the length as int32"
    public void A_long_command_has_its_length_in_four_further_bytes()
    {
        var writer = new TraCiWriter();
        writer.SetText(TraCiDomain.TrafficLight, TraCiVariable.SignalState, "J", new string('r', 300));
        var bytes = writer.Message().Span;
        bytes[4].ShouldBe((byte)0);
        bytes[5..9].ToArray().ShouldBe([0, 0, 1, 0x3D]);
        bytes.Length.ShouldBe(4 + 0x13D);
        bytes[9].ShouldBe((byte)0xC2);
    }

    [Fact] // Protocol: several commands may stand in one message
    public void Commands_share_a_message()
    {
        var writer = new TraCiWriter();
        writer.GetVersion();
        writer.Close();
        Hex(writer).ShouldBe("00000008" + "0200" + "027F");
        writer.Commands.ShouldBe(2);
    }

    [Fact] // Status Response: length, command, result, text; 0xFF is an error
    public void A_status_says_what_was_refused_and_why()
    {
        var reader = new TraCiReader(Convert.FromHexString("0BA2FF" + "00000004" + "6E6F7065"));
        var (command, ok, text) = reader.Status();
        (command, ok, text, reader.Failed, reader.AtEnd).ShouldBe(((byte)0xA2, false, "nope", false, true));
    }

    [Fact] // Response 0xe4: id, count, then variable, status, type and value of each
    public void A_subscription_s_answer_is_read_variable_by_variable()
    {
        var reader = new TraCiReader(Convert.FromHexString("1DE4" + "00000001" + "76" + "02" + "51000C" + "00000003" + "615F30" + "40000B" + "4024000000000000"));
        reader.Command(out var end).ShouldBe((byte)0xE4);
        reader.Text().ShouldBe("v");
        reader.Byte().ShouldBe((byte)2);
        reader.Variable().ShouldBe((TraCiVariable.LaneId, true, TraCiTag.Text));
        reader.Text().ShouldBe("a_0");
        reader.Variable().ShouldBe((TraCiVariable.Speed, true, TraCiTag.Double));
        reader.Double().ShouldBe(10);
        (reader.At, reader.Failed).ShouldBe((end, false));
    }

    [Fact] // Data Types: compound 0x0F, double list 0x10, string list 0x0E, colour 0x11, 2D position 0x01
    public void Every_type_of_value_is_read()
    {
        Read(TraCiTag.Compound, "00000002" + "09" + "00000007" + "0E" + "00000001" + "00000001" + "61").ShouldBe(new object[] { 7, new[] { "a" } });
        Read(TraCiTag.DoubleList, "00000001" + "3FF0000000000000").ShouldBe(new[] { 1.0 });
        Read(TraCiTag.Color, "01020304").ShouldBe(new object[] { 1, 2, 3, 4 });
        Read(TraCiTag.Position2D, "3FF0000000000000" + "4000000000000000").ShouldBe(new[] { 1.0, 2.0 });
        Read(TraCiTag.Polygon, "01" + "3FF0000000000000" + "4000000000000000").ShouldBe(new[] { 1.0, 2.0 });
        Read(TraCiTag.UByte, "FF").ShouldBe(255);
        Read(TraCiTag.Byte, "FF").ShouldBe(-1);
    }

    static object? Read(byte tag, string hex)
    {
        var skipped = new TraCiReader(Convert.FromHexString(hex));
        skipped.SkipValue(tag);
        (skipped.AtEnd, skipped.Failed).ShouldBe((true, false));
        var reader = new TraCiReader(Convert.FromHexString(hex));
        var value = reader.Value(tag);
        (reader.AtEnd, reader.Failed).ShouldBe((true, false));
        return value;
    }
}
