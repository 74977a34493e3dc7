// Partners each on a line of its own with something about it below: profile blocks and exhibitors' cards (layouts T and U).
#include "ingest/layout.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_line = 110;  ///< bytes of a line that is one partner with its country
constexpr std::size_t longest_profile = 9; ///< blocks between two partners
constexpr std::size_t fewest_profiles = 3;
constexpr std::size_t blocks_looked_above = 8;

class ProfileReader {
public:
    ProfileReader(const Page& page, std::vector<Proposal>& proposals)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), proposals_(proposals) {}

    void run() {
        for (std::size_t i = 0; i < blocks_.size();) {
            auto group = group_from(i);
            i = std::max(i, group.last_block) + 1;
            if (is_partnership(group)) proposals_.push_back(std::move(group));
        }
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    /// A name on its line and its country on one of the next: alone, or behind a label ("Country: Slovakia").
    [[nodiscard]] std::optional<Entry> paired_partner(std::size_t i) const {
        const auto& line = blocks_[i];
        if (line.text.size() > longest_line || line.cells.size() > 1 || line.text.find(':') != std::string::npos) return std::nullopt;
        if (page_.names.is_furniture(line.text) || reading_.country(line.text)) return std::nullopt;
        const auto country = country_below(i);
        if (!country) return std::nullopt;
        auto entry = read_entry(reading_, line.text, {0, line.text.size()});
        if (!entry || !entry->country.empty() || lexicon().find(Cue::event, reading_.words(i))) return std::nullopt;
        entry->country = *country;
        return entry;
    }

    [[nodiscard]] std::optional<std::string> country_below(std::size_t i) const {
        if (i + 1 >= blocks_.size() || blocks_[i + 1].blanks_before > 1) return std::nullopt;
        const auto& text = blocks_[i + 1].text;
        if (blocks_[i + 1].heading > 0 && blocks_[i].heading == 0) return std::nullopt; // heads what stands below it
        if (auto country = reading_.plain_country(text)) return country;
        return country_field(reading_, text);
    }

    [[nodiscard]] std::optional<Entry> partner_at(std::size_t i) const {
        if (auto entry = lone_partner(i)) return entry;
        return paired_partner(i);
    }

    /// The block as one partner with its country, and nothing else.
    [[nodiscard]] std::optional<Entry> lone_partner(std::size_t i) const {
        const auto& line = blocks_[i];
        if (line.text.size() > longest_line || line.heading == 1 || line.cells.size() > 4 || line.text.back() == ':' ||
            line.text.back() == '.')
            return std::nullopt;
        auto entry = read_entry(reading_, line.text, {0, line.text.size()});
        if (!entry || entry->country.empty() || reading_.country(line.text)) return std::nullopt;
        const auto name = line.text_of(entry->name);
        const auto& words = reading_.words(i);
        if (words.size() > 10 || lexicon().holds_any({Cue::event, Cue::person}, words)) return std::nullopt;
        const auto named = words_of(name);
        const auto small = std::count_if(named.begin(), named.end(), [&](const Word& w) { return !upper_at(name, w.begin); });
        return small > 3 || name.find_first_of(".:") != std::string_view::npos ? std::nullopt : entry;
    }

    Proposal group_from(std::size_t begin) {
        Proposal group{.first_block = begin, .last_block = begin, .confidence = 1};
        gaps_ = 0;
        events_ = 0;
        auto entry = partner_at(begin);
        if (!entry) return group;
        const auto marker = blocks_[begin].marker;
        add(group, begin, std::move(*entry));
        if (begin > 0 && says_lead(begin - 1)) group.entries.back().role = atlas::Role::lead;
        for (std::size_t k = begin + 1; k < blocks_.size() && k - group.last_block <= longest_profile; ++k) {
            if (blocks_[k].heading > 0 && blocks_[k].heading < 3) break;
            auto next = blocks_[k].marker == marker ? partner_at(k) : std::nullopt;
            if (next) {
                gaps_ += k - group.last_block > 1 ? 1U : 0U;
                add(group, k, std::move(*next));
            } else if (says_lead(k)) {
                group.entries.back().role = atlas::Role::lead;
            } else if (lexicon().find(Cue::event, reading_.words(k))) {
                ++events_;
            }
        }
        return group;
    }

    void add(Proposal& group, std::size_t k, Entry entry) const {
        const auto role = entry.is_lead ? atlas::Role::lead : atlas::Role::partner;
        group.entries.push_back({k, std::move(entry), role});
        group.last_block = k;
    }

    /// "Lead partner", "Role: lead partner".
    [[nodiscard]] bool says_lead(std::size_t k) const {
        const std::string_view text = blocks_[k].text;
        const auto colon = text.find(": ");
        auto words = colon < text.find(' ') ? words_of(text.substr(colon + 2)) : reading_.words(k);
        while (!words.empty() && words.back().folded.empty()) words.pop_back();
        return !words.empty() &&
               (lexicon().match(Cue::lead, words, 0) == words.size() || lexicon().match(Cue::lead_role, words, 0) == words.size());
    }

    /// Most have something below them, few of it speaks of events, and what stands above speaks of partners.
    [[nodiscard]] bool is_partnership(const Proposal& group) const {
        if (group.entries.size() < fewest_profiles || gaps_ + 1 < group.entries.size() || events_ * 2 > group.entries.size()) return false;
        const bool has_lead =
            std::any_of(group.entries.begin(), group.entries.end(), [](const PlacedEntry& e) { return e.role == atlas::Role::lead; });
        return has_lead || spoken_above(group.first_block);
    }

    [[nodiscard]] bool spoken_above(std::size_t block) const {
        bool spoken = false;
        for (std::size_t k = block; k-- > 0 && block - k <= blocks_looked_above;) {
            const auto& words = reading_.words(k);
            if (page_.names.is_furniture_at(k) && k + 1 < block) continue;                            // a menu speaks of partners too
            if (lexicon().find(Cue::network, words) && lexicon().find(Cue::lead, words)) return true; // wherever they stand
            if (lexicon().speaks_of_search(words) || lexicon().find(Cue::event, words)) return false;
            if (lexicon().find(Cue::person, words)) return false;
            spoken = spoken || lexicon().speaks_of_partners(words) || lexicon().find(Cue::network, words);
        }
        return spoken;
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::vector<Proposal>& proposals_;
    std::size_t gaps_ = 0;
    std::size_t events_ = 0;
};

} // namespace

void read_profiles(const Page& page, std::vector<Proposal>& proposals) {
    ProfileReader(page, proposals).run();
}

} // namespace cityweave::ingest
