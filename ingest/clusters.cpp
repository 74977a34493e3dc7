#include "ingest/clusters.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_announcement = 3000;
constexpr std::size_t fewest_unspoken = 4; ///< networks under themes whose leads are told by place only

struct Heading {
    std::size_t block;
    std::string key;
    bool announced = false;
    bool structured = false;
    bool labelled = false;
    bool outranks = false; ///< mark-up or room puts it above the titles of its networks
    int strong = 0;        ///< networks right below it
    int weak = 0;
    std::set<std::string> networks{};
};

/// The theme behind "Theme: " at a line's front; empty where no such label stands there.
std::string_view labelled_theme(std::string_view text, const Lexicon& lexicon) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon + 1 >= text.size()) return {};
    const auto label = words_of(text.substr(0, colon));
    if (label.empty() || lexicon.match(Cue::theme, label, 0) != label.size()) return {};
    const auto value = words_of(text.substr(colon + 1));
    return value.empty() ? std::string_view() : text.substr(colon + 1 + value.front().begin);
}

std::string theme_text(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == ':' || text.back() == '.')) text.remove_suffix(1);
    return std::string(text);
}

std::string key_of(std::string_view text) {
    return base::slug(theme_text(text));
}

/// Parts of a sentence that lists things, from its colon on.
std::vector<std::string> listed(std::string_view text, const Lexicon& lexicon) {
    std::vector<std::string> items;
    std::string item;
    const auto push = [&] {
        auto words = words_of(item);
        std::size_t first = 0;
        while (first + 1 < words.size() && lexicon.has(Cue::conjunction, words[first].folded)) ++first;
        if (!words.empty()) items.push_back(base::slug(std::string_view(item).substr(words[first].begin)));
        item.clear();
    };
    const auto colon = text.find(':');
    for (const char c : text.substr(colon == std::string_view::npos ? 0 : colon + 1)) {
        if (c == ',' || c == ';' || c == '.' || c == '/' || c == '|')
            push();
        else
            item += c;
    }
    push();
    return items;
}

class ThemeFinder {
public:
    ThemeFinder(const Page& page, const std::vector<Presentation>& presentations)
        : page_(page), blocks_(page.reading.blocks()), presentations_(presentations) {}

    std::map<std::size_t, std::string> run() {
        collect();
        count();
        announce();
        return choose();
    }

private:
    void collect() {
        std::set<std::size_t> titles;
        for (const auto& presentation : presentations_) titles.insert(presentation.block);
        std::map<std::string, int> times;
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            if (page_.names.is_heading(i)) ++times[key_of(blocks_[i].text)];
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            if (!page_.names.is_heading(i) || titles.contains(i) ||
                base::slug(blocks_[i].text).find_first_not_of("0123456789-") == std::string::npos || page_.names.is_furniture_at(i) ||
                names_place(i))
                continue;
            auto key = key_of(blocks_[i].text);
            // A heading that comes again and again heads parts of networks.
            const bool labelled = !labelled_theme(blocks_[i].text, page_.reading.lexicon()).empty();
            if (!labelled && (is_fact(blocks_[i].text) || speaks_of_networks(i))) continue;
            if (!key.empty() && (labelled || times[key] < 3))
                headings_.push_back({.block = i, .key = std::move(key), .labelled = labelled});
        }
    }

    /// "Total budget: EUR 2.1 million", an address.
    static bool is_fact(std::string_view text) {
        const auto colon = text.find(": ");
        return text.find('@') != std::string_view::npos ||
               (colon != std::string_view::npos && text.find_first_of("0123456789", colon) != std::string_view::npos);
    }

    /// "Our networks", "Projekti u provedbi": what heads all of them is no theme.
    [[nodiscard]] bool speaks_of_networks(std::size_t i) const {
        return page_.reading.lexicon().find(Cue::network, page_.reading.words(i)).has_value();
    }

    /// "2. May, Udine (Italy)" is an entry of a list that looks like a heading.
    [[nodiscard]] bool names_place(std::size_t i) const {
        return !anchors_of(page_.reading, blocks_[i].text, {0, blocks_[i].text.size()}).empty();
    }

    /// The nearest heading above; over a title, the nearest that mark-up or indentation puts above it.
    Heading* heading_over(const Presentation& presentation) {
        const auto& title = blocks_[presentation.block];
        auto after = std::upper_bound(headings_.begin(), headings_.end(), presentation.block,
                                      [](std::size_t b, const Heading& h) { return b <= h.block; });
        const auto is_beside = [&](const Line& line) {
            if (!presentation.is_title) return false;
            return title.heading > 0 ? line.heading >= title.heading : title.indent > 0 && line.indent >= title.indent;
        };
        while (after != headings_.begin() && is_beside(blocks_[std::prev(after)->block])) --after;
        return after == headings_.begin() ? nullptr : &*std::prev(after);
    }

    void count() {
        for (const auto& presentation : presentations_)
            if (auto* heading = heading_over(presentation)) {
                ++(presentation.strong ? heading->strong : heading->weak);
                heading->outranks = heading->outranks || outranks(blocks_[heading->block], presentation);
                heading->networks.insert(presentation.key);
            }
    }

    /// Whether mark-up, indentation or the room above puts the heading over the title.
    [[nodiscard]] bool outranks(const Line& heading, const Presentation& presentation) const {
        const auto& title = blocks_[presentation.block];
        if (!presentation.is_title || heading.heading == 1) return false;
        if (heading.heading > 0 || title.heading > 0) return heading.heading > 0 && heading.heading < title.heading;
        return heading.indent < title.indent || heading.blanks_before > title.blanks_before;
    }

    void announce() {
        std::map<std::string, std::vector<Heading*>> by_key;
        for (auto& heading : headings_) by_key[heading.key].push_back(&heading);
        for (const auto& block : blocks_) {
            if (block.text.size() > longest_announcement || block.text.find_first_of(",;") == std::string::npos) continue;
            std::vector<Heading*> hit;
            for (const auto& item : listed(block.text, page_.reading.lexicon())) {
                const auto found = by_key.find(item);
                if (found != by_key.end()) hit.insert(hit.end(), found->second.begin(), found->second.end());
            }
            if (hit.size() < 2) continue;
            for (auto* heading : hit) heading->announced = true;
        }
    }

    /// Announced headings are the themes; else neighbouring headings of one rank with networks below each, and several
    /// below at least one.
    std::map<std::size_t, std::string> choose() {
        const int level = usual_level();
        const auto announced =
            std::count_if(headings_.begin(), headings_.end(), [](const Heading& h) { return h.announced && h.strong + h.weak > 0; });
        if (announced < 2) mark_structured(level);
        std::map<std::size_t, std::string> themes;
        for (const auto& heading : headings_) {
            const bool theme = heading.labelled || (announced >= 2 ? heading.announced : heading.structured);
            const auto& text = blocks_[heading.block].text;
            themes[heading.block] =
                theme ? theme_text(heading.labelled ? labelled_theme(text, page_.reading.lexicon()) : text) : std::string();
        }
        // Only a heading of the themes' own rank ends a theme that mark-up ranks.
        if (level > 0)
            std::erase_if(themes, [&](const auto& t) {
                return t.second.empty() && (blocks_[t.first].heading > level || blocks_[t.first].heading == 0);
            });
        for (std::size_t i = 0; i + 1 < blocks_.size(); ++i)
            if (begins_item(i)) themes.emplace(i, std::string());
        return themes;
    }

    /// A bullet with an indented body (layout D): what stands over it in an item before is not over it.
    [[nodiscard]] bool begins_item(std::size_t i) const {
        return blocks_[i].marker == Marker::bullet && blocks_[i + 1].marker == Marker::none && blocks_[i + 1].indent > blocks_[i].indent;
    }

    void mark_structured(int level) {
        std::vector<Heading*> ranked;
        for (auto& heading : headings_)
            if (blocks_[heading.block].heading == level) ranked.push_back(&heading);
        for (std::size_t begin = 0; begin < ranked.size();) {
            std::size_t end = begin;
            std::set<std::string> networks;
            bool several = false;
            bool outranking = true;
            int strong = 0;
            for (; end < ranked.size() && ranked[end]->strong + ranked[end]->weak > 0; ++end) {
                several = several || ranked[end]->networks.size() >= 2;
                outranking = outranking && ranked[end]->outranks;
                strong += ranked[end]->strong;
                networks.insert(ranked[end]->networks.begin(), ranked[end]->networks.end());
            }
            // Where no words tell who leads, only the build does: then it must come again and again.
            const bool proven = strong > 0 || networks.size() >= fewest_unspoken;
            for (auto k = begin; k < end; ++k) ranked[k]->structured = end - begin >= 2 && (several || outranking) && proven;
            begin = std::max(end, begin + 1);
        }
    }

    /// The rank most headings over networks have.
    [[nodiscard]] int usual_level() const {
        std::map<int, int> times;
        for (const auto& heading : headings_)
            if (heading.strong + heading.weak > 0) times[blocks_[heading.block].heading] += 2 * heading.strong + heading.weak;
        const auto most = std::max_element(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        return most == times.end() ? 0 : most->first;
    }

    const Page& page_;
    const std::vector<Line>& blocks_;
    const std::vector<Presentation>& presentations_;
    std::vector<Heading> headings_;
};

} // namespace

Clusters::Clusters(const Page& page, const std::vector<Presentation>& presentations) : themes_(ThemeFinder(page, presentations).run()) {}

std::string Clusters::said_in(const Page& page, std::size_t first, std::size_t last) {
    constexpr std::size_t longest_field = 120; // bytes
    for (auto block = first; block <= last; ++block) {
        const auto& text = page.reading.blocks()[block].text;
        if (text.size() > longest_field) continue;
        if (const auto theme = labelled_theme(text, page.reading.lexicon()); !theme.empty()) return theme_text(theme);
    }
    return {};
}

std::string Clusters::over(std::size_t block) const {
    const auto after = themes_.upper_bound(block);
    return after == themes_.begin() ? std::string() : std::prev(after)->second;
}

} // namespace cityweave::ingest
