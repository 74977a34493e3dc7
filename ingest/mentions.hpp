// What a page says, before geocoding: the values that flow from reading to merging, and where readers put them. No
// reading, no places.
#pragma once

#include "atlas/model.hpp"
#include "base/report.hpp"
#include "geo/lonlat.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::ingest {

/// One partner as one source names it: a row of `extract`.
struct Mention {
    std::string network; ///< short name as written
    std::string cluster; ///< the thematic heading's text; empty if none
    atlas::Role role = atlas::Role::partner;
    std::string partner;                   ///< the words as written, without role, country, leading article, "-led"
    std::string country;                   ///< ISO alpha-2; empty where the page gives none
    std::string source;                    ///< the input as named by the user, file name only
    int line = 0;                          ///< 1-based, where the partner's name begins
    std::optional<geo::LonLat> position{}; ///< where the source itself gives coordinates
    friend bool operator==(const Mention&, const Mention&) = default;
};

/// A bare point of a page: a row of `--points`.
struct PagePointMention {
    std::string label; ///< the page's own place where it names one, else empty
    geo::LonLat position;
    std::string source;
    int line = 0;
};

/// All that one or several sources say, in reading order: one mention per (network, partner, country).
struct Extract {
    std::vector<Mention> mentions;
    std::vector<PagePointMention> points;
    base::Report report; ///< entries doubted or refused; only what stood in an entry position, never whole sentences
};

/// Where readers put what they find, in reading order, so that nobody need hold all of a large source.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void add(Mention mention) = 0;
    virtual void add(PagePointMention point) = 0;
    /// For what cannot be read.
    [[nodiscard]] virtual base::Report& report() = 0;
};

/// Holds all of it. The extract outlives the sink.
class ExtractSink final : public Sink {
public:
    explicit ExtractSink(Extract& extract) : extract_(extract) {}
    void add(Mention mention) override { extract_.mentions.push_back(std::move(mention)); }
    void add(PagePointMention point) override { extract_.points.push_back(std::move(point)); }
    [[nodiscard]] base::Report& report() override { return extract_.report; }

private:
    Extract& extract_;
};

} // namespace cityweave::ingest
