using Cardo.Tidy;

namespace Cardo.Tests.Tidy;

public class HouseTests
{
    const string Order = """
        Kernel    :
        Standards :
        Storage   : Kernel
        Twin      : + Standards
        Cases     : + Twin   # a comment
        Server    : *
        """;

    static readonly House house = House.Read(Order);

    [Fact]
    public void A_room_may_name_the_face_of_a_room_written_above_it() =>
        house.Breach("Cardo.Cases", "Cardo.Twin").ShouldBeNull();

    [Fact]
    public void A_room_may_name_itself_however_deep() =>
        house.Breach("Cardo.Cases.Open311", "Cardo.Cases.Store").ShouldBeNull();

    [Fact]
    public void News_cannot_be_called_back_upstream() =>
        house.Breach("Cardo.Twin", "Cardo.Cases")!.ShouldContain("may not import");

    [Fact]
    public void What_is_behind_a_face_is_closed() =>
        house.Breach("Cardo.Cases", "Cardo.Twin.Store")!.ShouldContain("only the face");

    [Fact]
    public void Codecs_are_all_face() =>
        house.Breach("Cardo.Twin", "Cardo.Standards.NgsiLd").ShouldBeNull();

    [Fact]
    public void Strangers_are_nobodys_business() =>
        house.Breach("Cardo.Twin", "System.Text").ShouldBeNull();

    [Fact]
    public void A_line_that_names_a_room_below_itself_is_a_fault() =>
        House.Read("A : B\nB :").Faults.ShouldHaveSingleItem().ShouldContain("not written above");

    [Fact]
    public void A_room_is_written_once() =>
        House.Read("A :\nA :").Faults.ShouldHaveSingleItem().ShouldContain("twice");
}
