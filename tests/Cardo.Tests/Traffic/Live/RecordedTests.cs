using System.IO.Compression;
using Cardo.Traffic;
using Cardo.Traffic.Live;
using Cardo.Traffic.Recorded;

namespace Cardo.Tests.Traffic.Live;

public sealed class RecordedTests
{
    [Fact]
    public void The_demo_s_recording_plays_to_its_end_with_every_signal_changing()
    {
        using var source = DemoTraffic.Open();
        var frame = new TrafficFrame(source.Junctions.Count);
        var stages = source.Junctions.Select(_ => new HashSet<int>()).ToArray();
        var sirens = new HashSet<int>();
        var seconds = 0;
        for (; source.Next(frame).Value; seconds++)
        {
            frame.Vehicles.Count.ShouldBeGreaterThan(20);
            for (var j = 0; j < stages.Length; j++) stages[j].Add(frame.Junctions[j].Stage);
            sirens.UnionWith(frame.Emergencies.Keys);
        }
        seconds.ShouldBeGreaterThan(LiveTraffic.WarmUp_s + 600);
        stages.ShouldAllBe(s => s.Count > 1);
        sirens.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void What_was_recorded_is_what_was_seen()
    {
        using var city = SumoSupport.Grid(2, 300, 200);
        var network = CityNetwork.Of(city.Config);
        var file = Path.Combine(city.Folder, "city.run.gz");
        RecordRun.Run(city.Config, file, 3, 20, 100, TestContext.Current.CancellationToken).Value.Seconds.ShouldBe(100);
        using var live = SumoSource.Start(network, 3, TestContext.Current.CancellationToken).Value;
        using var recorded = RecordedSource.Open(network with { RecordingFile = file }).Value;
        TrafficFrame seen = new(4), played = new(4);
        for (var s = 0; s < 20; s++) live.Next(seen).Value.ShouldBeTrue();
        for (var s = 0; s < 100; s++)
        {
            live.Next(seen).Value.ShouldBeTrue();
            recorded.Next(played).Value.ShouldBeTrue();
            played.Time_s.ShouldBe(seen.Time_s);
            played.Junctions.Select(j => (j.Stage, j.Lamps, j.Reason.Cause)).ShouldBe(seen.Junctions.Select(j => (j.Stage, j.Lamps, j.Reason.Cause)));
            var there = seen.Vehicles.OrderBy(v => v.Vehicle).ToList();
            played.Vehicles.Select(v => (v.Vehicle, v.Lane)).ShouldBe(there.Select(v => (v.Vehicle, v.Lane)));
            for (var v = 0; v < there.Count; v++) played.Vehicles[v].Position_m.ShouldBe(there[v].Position_m, 0.06);
        }
        recorded.Next(played).Value.ShouldBeFalse();
    }

    [Fact]
    public void Crowded_and_metered_streets_are_recorded_with_the_reason_and_a_file_of_before_plays_as_well()
    {
        using var demo = DemoTraffic.Open();
        var frame = new TrafficFrame(demo.Junctions.Count);
        demo.Next(frame).Value.ShouldBeTrue();
        Counted[] counted = [new(1, 3), new(0, 0.55f)];
        frame.Junctions[2] = frame.Junctions[2] with { Reason = new Reason(Cause.Keep, 10, 20, 4, [new Served(0, 2, 1)]) { Counted = counted } };
        var file = Path.GetTempFileName();
        using (var writer = new RunWriter(File.Create(file), demo))
        {
            writer.Write(frame);
            frame.Junctions[2] = frame.Junctions[2] with { Reason = new Reason(Cause.Change, 10, 5, 1, []) };
            writer.Write(frame);
        }
        IReadOnlyList<Counted>[] Played()
        {
            using var source = RecordedSource.Open(DemoTraffic.Network with { RecordingFile = file }).Value;
            var played = new TrafficFrame(source.Junctions.Count);
            return [.. Enumerable.Range(0, 2).Select(_ => { source.Next(played).Value.ShouldBeTrue(); return played.Junctions[2].Reason.Counted; })];
        }
        Played()[0].ShouldBe(counted);
        Played()[1].ShouldBeEmpty();

        // The same file of version 1, which knew nothing of it.
        using (var writer = new RunWriter(File.Create(file), demo)) { writer.Write(frame); writer.Write(frame); }
        using var plain = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress)) packed.CopyTo(plain);
        var bytes = plain.ToArray();
        bytes[1 + "cardo-traffic-run".Length] = 1;
        using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest)) packed.Write(bytes);
        Played()[0].ShouldBeEmpty();
        File.Delete(file);
    }

    [Fact]
    public void A_damaged_recording_is_refused_and_never_throws()
    {
        using var plain = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(DemoTraffic.Network.RecordingFile!), CompressionMode.Decompress)) packed.CopyTo(plain);
        var bytes = plain.ToArray();
        var file = Path.GetTempFileName();
        var chance = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var broken = bytes.AsSpan(0, chance.Next(20, 200_000)).ToArray();
            for (var k = 0; k < 40; k++) broken[chance.Next(broken.Length)] = (byte)chance.Next(256);
            using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest)) packed.Write(broken);
            if (!RecordedSource.Open(DemoTraffic.Network with { RecordingFile = file }).Try(out var source, out var refusal))
            {
                refusal.Code.ShouldBe("recording-damaged");
                continue;
            }
            using (source)
            {
                var frame = new TrafficFrame(source.Junctions.Count);
                for (var s = 0; s < 5000 && source.Next(frame).Try(out var more, out _) && more; s++) { }
            }
        }
        File.WriteAllText(file, "no gzip at all");
        RecordedSource.Open(DemoTraffic.Network with { RecordingFile = file }).Refusal.Code.ShouldBe("recording-damaged");
        RecordedSource.Open(DemoTraffic.Network with { RecordingFile = null }).Refusal.Code.ShouldBe("recording-missing");
        File.Delete(file);
    }
}
