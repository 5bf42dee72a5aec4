using Cardo.Indicators.Files;

namespace Cardo.Indicators.Efficiency;

internal enum DeaMethod { Ccr, Bcc, Nirs, Ndrs, Radial, SuperRadial, Sbm, SuperSbm, Fdh, Cost, Revenue, Cross, Window, Network, Malmquist, Bootstrap }

/// <summary>Which way Malmquist's parts are told apart.</summary>
internal enum MalmquistKind { Fgnz, RayDesli, GrifellLovell }

/// <summary>Whose technology Malmquist measures with: the first period's, the second's, or the geometric mean of both.</summary>
internal enum MalmquistBase { Geometric, First, Second }

/// <summary>One model asked for.</summary>
internal sealed record DeaModel(string Name, DeaMethod Method, Returns Returns, Orientation Orientation)
{
    public bool Slacks { get; init; } = true;
    public CrossGoal Goal { get; init; }
    public MalmquistKind Kind { get; init; }
    public MalmquistBase Base { get; init; }
    public int Width { get; init; }
    public int Replicates { get; init; }
    public long Seed { get; init; }
    public double Level { get; init; }

    public static IReadOnlyList<DeaModel> Read(SpecNode root)
    {
        var list = root["models"];
        if (root["model"].Given) list = root["model"];
        if (!list.Given) { root["models"].Say("name one model at least: " + string.Join(", ", SpecNode.Names<DeaMethod>()) + "."); return []; }
        List<DeaModel> models = [];
        foreach (var item in list.IsList ? list.Items : [list]) models.Add(One(item));
        foreach (var twice in models.GroupBy(m => m.Name).Where(g => g.Count() > 1)) list.Say($"two models are called \"{twice.Key}\"; give each a name.");
        return models;
    }

    static DeaModel One(SpecNode item)
    {
        var at = item.IsMap ? item["method"] : item;
        var method = at.Choice(DeaMethod.Ccr);
        var returns = method switch { DeaMethod.Bcc => Returns.Variable, DeaMethod.Nirs => Returns.NonIncreasing, DeaMethod.Ndrs => Returns.NonDecreasing, DeaMethod.Fdh => Returns.Variable, _ => Returns.Constant };
        var orientation = method is DeaMethod.Sbm or DeaMethod.SuperSbm ? Orientation.None : method is DeaMethod.Revenue ? Orientation.Output : Orientation.Input;
        var model = new DeaModel(SpecNode.Kebab(method.ToString()), method, returns, orientation) { Width = 3, Replicates = 2000, Seed = 1, Level = .95 };
        if (!item.IsMap) return model;
        model = model with
        {
            Name = item["name"].Text(model.Name),
            Returns = item["returns"].Choice(returns),
            Orientation = item["orientation"].Choice(orientation),
            Slacks = item["slacks"].Flag(true),
            Goal = item["goal"].Choice(CrossGoal.Benevolent),
            Kind = item["kind"].Choice(MalmquistKind.Fgnz),
            Base = item["base"].Choice(MalmquistBase.Geometric),
            Width = item["width"].Whole(3, 1, 1000),
            Replicates = item["replicates"].Whole(2000, 1, 100_000),
            Seed = item["seed"].Whole(1, 0, int.MaxValue),
            Level = item["level"].Number(.95, .5, .9999),
        };
        if (model.Orientation == Orientation.None && method is not (DeaMethod.Sbm or DeaMethod.SuperSbm)) item["orientation"].Say($"{SpecNode.Kebab(method.ToString())} is input- or output-oriented.");
        if (method is DeaMethod.Ccr && model.Returns != Returns.Constant || method is DeaMethod.Bcc && model.Returns != Returns.Variable) item["returns"].Say("ccr and bcc say their returns themselves; use radial.");
        item.Close();
        return model;
    }
}
