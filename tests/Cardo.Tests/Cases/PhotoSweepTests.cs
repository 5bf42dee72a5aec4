using Cardo.Cases;
using Cardo.Cases.Intake;
using Cardo.Cases.Pages;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>Pictures that belong to nothing do not stay.</summary>
public class PhotoSweepTests
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_picture_of_a_report_that_was_never_sent_is_swept_away_and_one_that_was_stays(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var (begun, sent) = (Pictures.Take(PicturesTests.Jpeg(6), MediaUse.Report).Value, Pictures.Take(PicturesTests.Jpeg(1), MediaUse.Report).Value);
        begun.Media.Hash.ShouldNotBe(sent.Media.Hash);
        var (forgotten, used) = (StagedPhoto.Keep(house.Desk, begun), StagedPhoto.Keep(house.Desk, sent));
        await house.Do(CasesHouse.Dark() with { Photos = [StagedPhoto.Read(house.Desk, used).Value] });
        var sweep = new PhotoSweep(house.Db, house.Clock);
        house.Clock.Advance(TimeSpan.FromHours(47));
        sweep.Sweep().ShouldBe(0);
        // The same picture on another form that is never sent: it belongs to the first report all the same.
        StagedPhoto.Keep(house.Desk, sent);
        house.Clock.Advance(TimeSpan.FromHours(2));
        sweep.Sweep().ShouldBe(1);
        StagedPhoto.Read(house.Desk, forgotten).Refusal.Code.ShouldBe("photo-gone");
        StagedPhoto.Read(house.Desk, forgotten[..^8] + "xxxxxxxx").Refusal.Code.ShouldBe("photo-unknown");
        house.Clock.Advance(TimeSpan.FromDays(9));
        sweep.Sweep().ShouldBe(0);
        house.Desk.MediaOf(sent.Media.Hash)!.Value.Bytes.ShouldBe(sent.Bytes);
    }

    [Fact]
    public async Task A_picture_that_was_taken_away_and_is_begun_with_again_is_swept_away_again()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var photo = Pictures.Take(PicturesTests.Jpeg(), MediaUse.Report).Value;
        var receipt = await house.Do(CasesHouse.Dark() with { Photos = [photo] });
        await house.Do(new RedactMatter(1, receipt.Matter!, [photo.Media.Hash], "shows a person") { By = CasesHouse.Duty });
        house.Desk.MediaOf(photo.Media.Hash).ShouldBeNull();
        StagedPhoto.Keep(house.Desk, photo);
        house.Desk.MediaOf(photo.Media.Hash).ShouldNotBeNull();
        house.Clock.Advance(TimeSpan.FromHours(49));
        new PhotoSweep(house.Db, house.Clock).Sweep().ShouldBe(1);
        house.Desk.MediaOf(photo.Media.Hash).ShouldBeNull();
    }
}
