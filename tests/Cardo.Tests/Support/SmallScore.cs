namespace Cardo.Tests.Support;

/// <summary>A score for the small city, with peers, a survey and something of every kind that its page shows.</summary>
public static class SmallScore
{
    public static void Files(string cityFolder)
    {
        var to = Directory.CreateDirectory(Path.Combine(cityFolder, "indicators")).FullName;
        File.WriteAllText(Path.Combine(to, "score.yaml"), """
            title: {en: How Anping fares, zh-Hans: 安平运行得分}
            peers: peers.csv
            profile: three-generations
            indicators:
              - id: air
                name: {en: Air, zh-Hans: 空气}
                weight: 2
                children:
                  - {id: pm25, name: {en: Fine dust, zh-Hans: 细颗粒物}, measure: pm25, unit: µg/m³, direction: -1, min: 5, max: 75, formula: {median: pm25, of: AirQualityObserved, within_h: 3, carry_h: 24}}
              - id: upkeep
                name: {en: Upkeep, zh-Hans: 日常维护}
                children:
                  - {id: bins, name: {en: Containers with room, zh-Hans: 未满的垃圾箱}, unit: "%", min: 0, max: 100, formula: {share: fillingLevel, of: WasteContainer, below: 0.9}}
                  - {id: open, name: {en: Open reports, zh-Hans: 未办结事项}, unit: reports, direction: -1, min: 0, max: 20, formula: {count: open, cases: all}}
            beside:
              - {id: air-felt, name: {en: Residents who find the air good, zh-Hans: 认为空气好的居民}, perceives: pm25, unit: "%", min: 0, max: 100, formula: {share: air, survey: survey.csv, above: 3}}
              - {id: heard, name: {en: Air stations heard, zh-Hans: 有读数的空气站}, measure: sensor_coverage, unit: "%", min: 0, max: 100, formula: {fresh: AirQualityObserved}}
              - {id: quiet, name: {en: Quiet, zh-Hans: 安静}, unit: dB, direction: -1, min: 30, max: 80, formula: {mean: LAeq, of: NoiseLevelObserved}}
            """);
        File.WriteAllText(Path.Combine(to, "peers.csv"), "city,pm25,bins,open\nXishan,31,80,9\nDongpu,12,95,2\nBeiyan,48,71,\n");
        File.WriteAllText(Path.Combine(to, "survey.csv"), "question,answer,at\nair,4,2018-04-01\nair,2,2018-04-02\nair,5,2018-04-03\n");
    }
}
