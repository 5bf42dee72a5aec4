namespace Cardo.Traffic.Cabinets;

/// <summary>
/// Who is on a lane, as far as two loops can tell. An advance detector says when somebody comes; a stop-line detector says that
/// somebody stands there, and never how many behind him. Between them vehicles are thought to drive at the limit, to queue at
/// 7.5 m, and to leave on green after 2 s, one every 1.9 s (HCM: start-up loss and saturation headway); each thing that a loop
/// tells otherwise corrects it. Where a loop cannot tell how many came, the lane's usual flow is taken.
/// </summary>
internal sealed class LaneEstimate(double speed_m_s, double advance_m)
{
    public const double Space_m = 7.5, StartUp_s = 2, Headway_s = 1.9;

    /// <summary>A lane is estimated no longer than it is drawn.</summary>
    public const int Most = (int)(CabinetNetwork.Long_m / Space_m);

    // So long without anybody on the stop-line loop at green, and the queue is gone, s.
    const double Gone_s = 2.5;

    // So long with somebody on the advance loop, and the queue stands on it, s.
    const double Standing_s = 3;

    const double FlowMemory_s = 600;

    // What is thought to come to a lane of which nothing is known yet: 150 an hour.
    const double Usual_veh_s = 150 / 3600.0;

    readonly List<Car> cars = [];
    double last_s = double.NaN, greenSince_s = double.NaN, left_s = double.NegativeInfinity, came, flow_veh_s = Usual_veh_s;
    int leftAtGreen;

    /// <summary>Vehicles, the first at the stop line first.</summary>
    public IReadOnlyList<Car> Cars => cars;

    /// <summary>Who left the lane in the last look.</summary>
    public List<Car> Left { get; } = [];

    /// <summary>Vehicles a second that leave, over the last ten minutes or so.</summary>
    public double Flow_veh_s => flow_veh_s;

    internal sealed class Car(int id, double toStop_m)
    {
        public int Id { get; } = id;

        public double ToStop_m { get; set; } = toStop_m;

        public double Speed_m_s { get; set; }

        public bool Told { get; set; }
    }

    /// <summary>Nothing was heard for a while: nobody knows who is there.</summary>
    public void Forget()
    {
        cars.Clear();
        Left.Clear();
        (last_s, greenSince_s, came) = (double.NaN, double.NaN, 0);
    }

    /// <summary>Goes on to now.</summary>
    /// <param name="next">gives a new vehicle its number</param>
    /// <param name="waiting">somebody is known to wait besides: who walks and pressed the button</param>
    public void Look(double now_s, bool green, DetectorTally? stop, DetectorTally? advance, Func<int> next, bool waiting = false)
    {
        Left.Clear();
        var step_s = double.IsNaN(last_s) ? 0 : Math.Clamp(now_s - last_s, 0, 5);
        last_s = now_s;
        if (!green)
        {
            if (!double.IsNaN(greenSince_s) && stop is not null && (stop.On || now_s - stop.Since_s < Gone_s)) Overflows(next);
            (greenSince_s, leftAtGreen) = (double.NaN, 0);
        }
        else if (double.IsNaN(greenSince_s)) greenSince_s = now_s;
        if (stop is { Failed: true }) stop = null;
        if (advance is { Failed: true }) advance = null;
        Come(now_s, step_s, green, stop, advance, next);
        Drive(now_s, step_s, green);
        if (stop is not null) Correct(now_s, green, stop, next);
        if (waiting && !green && cars.Count == 0) cars.Add(new Car(next(), 0));
        flow_veh_s += (Left.Count - flow_veh_s * step_s) / FlowMemory_s;
    }

    /// <summary>The green ended and they were still coming: more came than left, and nobody knows how many more.</summary>
    void Overflows(Func<int> next)
    {
        flow_veh_s = Math.Min(1 / Headway_s, flow_veh_s * 1.2);
        for (var more = Math.Min(Most, 1 + leftAtGreen / 3) - cars.Count; more > 0; more--) cars.Add(new Car(next(), cars.Count * Space_m));
    }

    void Come(double now_s, double step_s, bool green, DetectorTally? stop, DetectorTally? advance, Func<int> next)
    {
        if (advance is not null)
        {
            came += advance.TakeRises() * advance.Correction;
            var over = advance.On && now_s - advance.Since_s >= Standing_s;
            // The queue stands on the loop: it is at least as long as the way to it, and who joins it is not seen any more.
            if (over && !green)
            {
                while (cars.Count < Math.Min(Most, advance_m / Space_m)) cars.Add(new Car(next(), cars.Count * Space_m));
                came += flow_veh_s * step_s;
            }
        }
        else if (stop is { On: true } && !green) came += flow_veh_s * step_s;
        for (; came >= 1; came--)
        {
            if (cars.Count >= Most) { came = 0; break; }
            var from_m = advance is not null ? advance_m : 0;
            cars.Add(new Car(next(), Math.Max(from_m, cars.Count > 0 ? cars[^1].ToStop_m + Space_m : 0)) { Speed_m_s = advance is not null ? speed_m_s : 0 });
        }
    }

    void Drive(double now_s, double step_s, bool green)
    {
        while (green && cars.Count > 0 && cars[0].ToStop_m < 2 && now_s - greenSince_s >= StartUp_s && now_s - left_s >= Headway_s) Leave(now_s);
        for (var i = 0; i < cars.Count; i++)
        {
            var room_m = cars[i].ToStop_m - i * Space_m;
            cars[i].Speed_m_s = Math.Clamp(room_m, 0, speed_m_s);
            cars[i].ToStop_m -= Math.Min(Math.Max(0, room_m), cars[i].Speed_m_s * step_s);
        }
    }

    void Correct(double now_s, bool green, DetectorTally stop, Func<int> next)
    {
        if (green && !stop.On && now_s - stop.Since_s >= Gone_s && now_s - greenSince_s >= Gone_s + StartUp_s)
            while (cars.Count > 0 && cars[0].ToStop_m < 3 * Space_m) Leave(now_s);
        // At red somebody stands there whom nobody saw come; at green somebody drives over it.
        if (stop.On && (cars.Count == 0 || cars[0].ToStop_m > 2 * Space_m) && (green ? stop.TakeRises() > 0 : now_s - stop.Since_s >= 1)) cars.Insert(0, new Car(next(), 0) { Speed_m_s = green ? speed_m_s : 0 });
        else stop.TakeRises();
    }

    void Leave(double now_s)
    {
        left_s = now_s;
        leftAtGreen++;
        Left.Add(cars[0]);
        cars.RemoveAt(0);
    }
}
