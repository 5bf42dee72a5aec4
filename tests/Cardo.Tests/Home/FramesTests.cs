using System.Text;
using Cardo.Home.Live;

namespace Cardo.Tests.Home;

public sealed class FramesTests
{
    static byte[] Frame(long seq) => Encoding.ASCII.GetBytes(seq.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_viewer_gets_each_frame_after_its_own_once_and_in_order()
    {
        var frames = new Frames();
        frames.Reset(10);
        for (var seq = 11; seq <= 20; seq++) frames.Publish(seq, Frame(seq));
        frames.After(15)!.Select(Encoding.ASCII.GetString).ShouldBe(["16", "17", "18", "19", "20"]);
        frames.After(20)!.ShouldBeEmpty();
        frames.After(9).ShouldBeNull("that frame was never here");
        frames.After(21).ShouldBeNull("from before a restart");
    }

    [Fact]
    public void One_that_fell_too_far_behind_begins_anew_and_memory_is_a_ring()
    {
        var frames = new Frames();
        frames.Reset(0);
        for (var seq = 1; seq <= 10_000; seq++) frames.Publish(seq, Frame(seq));
        frames.After(10_000 - Frames.MostBehind)!.Count.ShouldBe(Frames.MostBehind);
        frames.After(10_000 - Frames.MostBehind - 1).ShouldBeNull();
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_frame_and_with_a_reset()
    {
        var frames = new Frames();
        frames.Reset(5);
        var more = frames.More(5);
        more.IsCompleted.ShouldBeFalse();
        frames.Publish(6, Frame(6));
        await more;
        frames.More(5).IsCompleted.ShouldBeTrue();
        more = frames.More(6);
        frames.Reset(100);
        await more;
        frames.After(6).ShouldBeNull();
    }

    [Fact]
    public void Five_hundred_viewers_share_every_frame()
    {
        var frames = new Frames();
        frames.Reset(0);
        var frame = Frame(1);
        frames.Publish(1, frame);
        for (var viewer = 0; viewer < 500; viewer++) frames.After(0)!.Single().ShouldBeSameAs(frame);
    }
}
